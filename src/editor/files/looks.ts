import * as vscode from 'vscode';
import type { Doubt } from '../../attach/doubts.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import type { SecretRule } from '../../attach/secrets/secrets.js';
import type { OpenedFile } from '../../machine/disk-file.js';
import { mayBeInexact } from '../../machine/exact-path.js';
import { type RealFolders, realPlace } from '../../machine/real-places.js';
import type { BoundedWorker } from '../../machine/worker/bounded-worker.js';
import type { JobInput, JobName, JobOutput } from '../../machine/worker/jobs.js';
import type { MadeFiles } from './made-files.js';
import { placeOutside, realRoots } from './outside.js';

/** What checking files needs; one set per window. */
export interface LookParts {
	readonly worker: BoundedWorker;
	readonly folders: RealFolders;
	readonly made: Pick<MadeFiles, 'originOf' | 'readFile'>;
}

const lookMs = 2_000;
const manyMs = 500;
const patchMs = 10_000; // 100 MB of many small files take longer
const mostInVain = 3;

/** Result for a local file that was checked together with others. */
export interface LookedAt {
	/** Bytes. */
	readonly size: number;
	readonly doubts: readonly Doubt[];
}

/**
 * Checks the files of one batch. After several time-outs the rest isn't checked, so that the whole batch ends in time.
 */
export class Looks {
	readonly #parts: LookParts;
	readonly #given: AbortSignal | undefined;
	readonly #end = new AbortController();
	#inVain = 0;
	#realRoots: Promise<readonly string[]> | undefined;
	readonly #roots = () => {
		this.#realRoots ??= realRoots(this.#parts.folders);
		return this.#realRoots;
	};

	constructor(parts: LookParts, signal?: AbortSignal) {
		this.#parts = parts;
		this.#given = signal;
	}

	/**
	 * The doubts that need a confirmation: by the file's name, its name at its real path, its first part, and that path.
	 * A selection is also checked under its document's name; a patch file by file. Never rejects.
	 * @param opened `undefined` if the file can't be read; then only its names are checked
	 */
	async at(file: PlannedFile, opened: Pick<OpenedFile, 'firstPart' | 'place'> | undefined): Promise<readonly Doubt[]> {
		const uri = vscode.Uri.parse(file.uri, true);
		if (file.keptAt !== undefined) {
			return []; // our own archive: its files were checked when they were packed
		}
		const origin = this.#parts.made.originOf(uri);
		if (origin?.kind === 'patch') {
			return this.#inPatch(this.#parts.made.readFile(uri));
		}
		const document = origin?.uri ?? uri;
		const place = opened?.place ?? (document.scheme === 'file' ? await realPlace(document.fsPath) : undefined);
		const outside = await this.#outside(document, place);
		const names = [uri.path, document.path, ...(place === undefined ? [] : [vscode.Uri.file(place).path])];
		if (mayBeInexact(uri.path)) {
			names.push(`/${file.relativePath}`); // its name isn't UTF-8; this is how people read it
		}
		const inContents = await this.#find([...new Set(names)], opened?.firstPart ?? new Uint8Array());
		return [...outside, ...inContents];
	}

	/**
	 * Checks local files together in the worker, which is fastest for ordinary files. Files that need a check of their
	 * own are `undefined`. Never rejects.
	 * @returns `isWhole`: whether checking more files in this way makes sense
	 */
	async atMany(
		uris: readonly vscode.Uri[],
	): Promise<{ readonly looks: readonly (LookedAt | undefined)[]; readonly isWhole: boolean }> {
		const files = uris.map(({ fsPath, path }) => ({ path: fsPath, named: path }));
		const answer = await this.#ask('lookAtFiles', { files, enoughMs: manyMs }, lookMs);
		const looks = uris.map(async (uri, index): Promise<LookedAt | undefined> => {
			const look = answer?.looks[index];
			return look && { size: look.size, doubts: [...(await this.#outside(uri, look.place)), ...secrets(look.found)] };
		});
		return { looks: await Promise.all(looks), isWhole: answer?.isWhole ?? false };
	}

	/** The doubts about a text, which is checked like the first part of a file. Never rejects. */
	inText(text: string): Promise<readonly Doubt[]> {
		return this.#find([], new TextEncoder().encode(text));
	}

	async #outside(uri: vscode.Uri, place: string | undefined): Promise<readonly Doubt[]> {
		const outside = await placeOutside(uri, place, this.#roots);
		return outside === undefined ? [] : [{ kind: 'outside', place: outside }];
	}

	async #find(paths: readonly string[], firstPart: Uint8Array): Promise<readonly Doubt[]> {
		const look = await this.#run('look', { paths, firstPart }, lookMs);
		if (!look) {
			return [{ kind: 'unlooked' }];
		}
		return secrets(look.found);
	}

	async #inPatch(patch: Uint8Array): Promise<readonly Doubt[]> {
		const look = await this.#run('lookAtPatch', { patch }, patchMs);
		return [
			...(look?.findings ?? []).map(({ path, rule }) => ({ kind: 'secret' as const, ...rule, inPatch: path })),
			...(look?.isWhole ? [] : [{ kind: 'unlooked' as const }]),
		];
	}

	async #run<Name extends JobName>(
		name: Name,
		input: JobInput<Name>,
		ms: number,
	): Promise<JobOutput<Name> | undefined> {
		const output = await this.#ask(name, input, ms);
		if (!output) {
			this.#inVain += this.#given?.aborted ? 0 : 1;
			if (this.#inVain === mostInVain) {
				this.#end.abort();
			}
		}
		return output;
	}

	#ask<Name extends JobName>(name: Name, input: JobInput<Name>, ms: number): Promise<JobOutput<Name> | undefined> {
		const { signal } = this.#end;
		const until = this.#given ? AbortSignal.any([signal, this.#given]) : signal;
		return this.#parts.worker.run(name, input, ms, until).catch(() => undefined);
	}
}

function secrets(found: SecretRule | undefined): readonly Doubt[] {
	return found ? [{ kind: 'secret', ...found }] : [];
}
