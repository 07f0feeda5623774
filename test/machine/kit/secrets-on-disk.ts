import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { SecretStorage } from '../../../src/machine/sessions/session-store.js';

/** A secret storage that processes share: a file that is replaced as a whole. Nobody is told of changes. */
export class SecretsOnDisk implements SecretStorage {
	readonly #file: string;

	constructor(file: string) {
		this.#file = file;
	}

	async get(key: string): Promise<string | undefined> {
		return (await this.#read())[key];
	}

	async store(key: string, value: string): Promise<void> {
		await this.#write({ ...(await this.#read()), [key]: value });
	}

	async delete(key: string): Promise<void> {
		const { [key]: _, ...others } = await this.#read();
		await this.#write(others);
	}

	onDidChange(): { dispose(): void } {
		return { dispose: () => {} };
	}

	async #read(): Promise<Record<string, string>> {
		return JSON.parse(await readFile(this.#file, 'utf8').catch(() => '{}')) as Record<string, string>;
	}

	async #write(all: Record<string, string>): Promise<void> {
		const next = `${this.#file}.${randomUUID()}`;
		await writeFile(next, JSON.stringify(all));
		await rename(next, this.#file);
	}
}
