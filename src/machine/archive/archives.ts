import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Outcome } from '../../attach/outcome.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { Owners } from '../owners.js';

/**
 * Temporary archives, in one folder per window that is removed when the window closes. Archives of a window that was
 * killed are removed by the next one that calls `sweep`.
 */
export class Archives {
	readonly #folder: string;
	readonly #owners: Owners;
	#isSwept = false;

	constructor(folder: string) {
		this.#folder = folder;
		this.#owners = new Owners(path.join(folder, 'owners'), path.join(folder, '../alive'));
	}

	/** Creates a folder for one archive and returns the archive's path in it. Rejects with the file system's errors. */
	async makeRoom(): Promise<string> {
		await this.#owners.announce();
		const folder = path.join(this.#own, randomUUID());
		await mkdir(folder, { recursive: true, mode: 0o700 });
		return path.join(folder, 'archive.zip');
	}

	/** Removes an archive. Never rejects; whatever remains is removed with the window's folder. */
	async drop({ keptAt }: Pick<PlannedFile, 'keptAt'>): Promise<void> {
		if (keptAt !== undefined) {
			await rm(path.dirname(keptAt), { recursive: true, force: true }).catch(() => undefined);
		}
	}

	/** Removes the archives that need no further sending. A failed one stays as long as the window is open. */
	async release(outcomes: readonly Outcome<PlannedFile>[]): Promise<void> {
		for (const { file, end } of outcomes) {
			if (end.status !== 'failed' && end.status !== 'unknown') {
				await this.drop(file);
			}
		}
	}

	/** Removes the archives of windows that are gone, on the first call only. Never rejects. */
	async sweep(): Promise<void> {
		if (this.#isSwept) {
			return;
		}
		this.#isSwept = true;
		const names = await readdir(this.#folder).catch(() => []);
		for (const owner of names.filter(name => name !== 'owners')) {
			if (!(await this.#owners.isAtWork(owner))) {
				await rm(path.join(this.#folder, owner), { recursive: true, force: true }).catch(() => undefined);
			}
		}
		await this.#owners.clear();
	}

	dispose(): void {
		// Synchronous, because the process may end right after this.
		rmSync(this.#own, { recursive: true, force: true });
		void this.#owners.dispose(); // even if this doesn't finish, the window counts as gone
	}

	get #own(): string {
		return path.join(this.#folder, this.#owners.ownId);
	}
}
