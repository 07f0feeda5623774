import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { testDir } from '../../../host/paths.js';

/** The pictures of one suite, each with the text that was on the screen beside it. */
export class Screenshots {
	readonly dir: string;
	readonly #page: Page;

	constructor(page: Page, suite: string) {
		this.dir = path.join(testDir, 'screenshots', suite);
		this.#page = page;
	}

	/** Removes what an earlier run has left. */
	async clear(): Promise<void> {
		await rm(this.dir, { recursive: true, force: true });
	}

	/** Writes `name.png` and `name.txt`; resolves with the picture's path. */
	async take(name: string): Promise<string> {
		await mkdir(this.dir, { recursive: true });
		const file = path.join(this.dir, `${name}.png`);
		await this.#page.screenshot({ path: file, animations: 'disabled' }); // nothing half faded in
		await writeFile(path.join(this.dir, `${name}.txt`), await this.text());
		return file;
	}

	/** All that can be read now. */
	async text(): Promise<string> {
		// A menu is drawn in a shadow root, which the page's own text leaves out.
		const parts = await this.#page.locator('.monaco-workbench, .context-view .monaco-menu').allInnerTexts();
		return `${parts.join('\n').replaceAll('\u00a0', ' ')}\n`;
	}
}
