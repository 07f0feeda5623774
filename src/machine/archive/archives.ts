import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Outcome } from '../../attach/outcome.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { Owners } from '../owners.js';

/**
 * Where archives lie until they are sent: a folder for each window, which goes with the window. What a window that was
 * killed has left is removed by the next one that looks.
 */
export class Archives {
	readonly #folder: string;
	readonly #owners: Owners;
	#isSwept = false;

	constructor(folder: string) {
		this.#folder = folder;
		this.#owners = new Owners(path.join(folder, 'owners'), path.join(folder, '../alive'));
	}

	/** A path for one archive, in a folder of its own. Rejects with the file system's errors. */
	async makeRoom(): Promise<string> {
		await this.#owners.announce();
		const folder = path.join(this.#own, randomUUID());
		await mkdir(folder, { recursive: true, mode: 0o700 });
		return path.join(folder, 'archive.zip');
	}

	/** Removes an archive. Never rejects: what stays goes with the window. */
	async drop({ keptAt }: Pick<PlannedFile, 'keptAt'>): Promise<void> {
		if (keptAt !== undefined) {
			await rm(path.dirname(keptAt), { recursive: true, force: true }).catch(() => undefined);
		}
	}

	/** Removes archives of which nothing is left to send; one that failed can be sent again for as long as the window is open. */
	async release(outcomes: readonly Outcome<PlannedFile>[]): Promise<void> {
		for (const { file, end } of outcomes) {
			if (end.status !== 'failed' && end.status !== 'unknown') {
				await this.drop(file);
			}
		}
	}

	/** Removes, once, what windows that are gone have left. Never rejects. */
	async sweep(): Promise<void> {
		if (this.#isSwept) {
			return;
		}
		this.#isSwept = true;
		const names = await readdir(this.#folder).catch(() => []);
		for (const owner of names.filter(name => name !== 'owners')) {
			if (!(await this.#owners.isAtWork(owner).catch(() => true))) {
				await rm(path.join(this.#folder, owner), { recursive: true, force: true }).catch(() => undefined);
			}
		}
		await this.#owners.clear().catch(() => undefined);
	}

	dispose(): void {
		// At once, since the process may end with the next turn.
		rmSync(this.#own, { recursive: true, force: true });
		void this.#owners.dispose(); // without it this window still counts as gone
	}

	get #own(): string {
		return path.join(this.#folder, this.#owners.ownId);
	}
}
