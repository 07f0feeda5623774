import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import type { Workbench } from '../screen/kit/workbench.js';

const schemes = ['dark', 'light'] as const; // light last: what follows is worked in it

interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** Pictures of parts of a workbench that follows the system, each light and dark. */
export class Cuts {
	/** What can be read on each picture, by its path. */
	readonly texts = new Map<string, readonly string[]>();
	readonly #bench: Workbench;

	constructor(bench: Workbench) {
		this.#bench = bench;
	}

	/** Takes `<name>-light.png` and `<name>-dark.png` of what these parts cover together. */
	async take(name: string, ...parts: readonly Locator[]): Promise<void> {
		const { page, screenshots } = this.#bench;
		await mkdir(screenshots.dir, { recursive: true });
		for (const scheme of schemes) {
			await this.#bench.turn(scheme);
			const file = path.join(screenshots.dir, `${name}-${scheme}.png`);
			const boxes = await Promise.all(parts.map(boxOf));
			await page.screenshot({ path: file, clip: around(boxes), animations: 'disabled' });
			this.texts.set(file, (await Promise.all(parts.map(linesOf))).flat());
		}
	}
}

/** What can be read in a part: each run of text, each line, and what stands in an empty box. */
export async function linesOf(part: Locator): Promise<readonly string[]> {
	const lines = await part.allInnerTexts();
	const hints = await part.getByRole('textbox').evaluateAll(boxes => boxes.map(box => box.getAttribute('placeholder')));
	const runs = await part.evaluateAll(roots =>
		roots
			.flatMap(root => [...root.querySelectorAll('*')])
			.filter(element => element.checkVisibility({ visibilityProperty: true }))
			.flatMap(element => [...element.childNodes])
			.filter(({ nodeType }) => nodeType === 3)
			.map(({ textContent }) => textContent),
	);
	return [...lines.flatMap(line => line.split('\n')), ...hints, ...runs]
		.map(line => line?.replaceAll('\u00a0', ' ').trim() ?? '')
		.filter(line => line !== '');
}

/** Those of the parts that no edge of `frame` cuts off, above or below. */
export async function wholeOnes(parts: Locator, frame: Locator): Promise<readonly Locator[]> {
	const { y: top, height } = await boxOf(frame);
	const all = await parts.all();
	const boxes = await Promise.all(all.map(boxOf));
	return all.filter((_, place) => {
		const box = boxes[place];
		return box !== undefined && box.y >= top && box.y + box.height <= top + height;
	});
}

async function boxOf(part: Locator): Promise<Box> {
	const box = await part.boundingBox();
	if (!box) {
		throw new Error('What the picture should show is not on the screen.');
	}
	return box;
}

function around(boxes: readonly Box[]): Box {
	const left = Math.min(...boxes.map(({ x }) => x));
	const top = Math.min(...boxes.map(({ y }) => y));
	const right = Math.max(...boxes.map(({ x, width }) => x + width));
	const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
	return { x: left, y: top, width: right - left, height: bottom - top };
}
