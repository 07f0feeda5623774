import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { StoredAttachment } from '../../sandbox/sandbox.js';
import type { SeenUpload } from './resetting-line.js';

export const windows = ['a', 'b'] as const;

export type WindowName = (typeof windows)[number];

/** How a window said that a file ended. */
export interface Said {
	readonly name: string;
	readonly status: string;
	readonly attachmentId?: number | undefined;
	/** Why it is not attached. */
	readonly reason?: string | undefined;
}

/** The files that one window sends in one round. */
export interface TwinFiles {
	readonly window: WindowName;
	readonly paths: readonly string[];
	/** Of each file, by its name. */
	readonly hashes: ReadonlyMap<string, string>;
}

/** Writes so many files into a folder: in each window of the same names and sizes, and of other bytes. */
export function writeTwins(folder: string, window: WindowName, round: number, count: number): TwinFiles {
	mkdirSync(folder, { recursive: true });
	const hashes = new Map<string, string>();
	const paths = Array.from({ length: count }, (_, index) => {
		const name = `ronda ${round} lámina ${index}.bin`.normalize('NFC');
		const bytes = Buffer.concat([Buffer.from(`window-${window} `), randomBytes(500 + 100 * index)]);
		hashes.set(name, createHash('sha256').update(bytes).digest('hex'));
		const file = path.join(folder, name);
		writeFileSync(file, bytes);
		return file;
	});
	return { window, paths, hashes };
}

/** Whose files an upload has, by its body. */
export function windowOf(body: string): string {
	return /window-(\w) /.exec(body)?.[1] ?? '?';
}

/** What two windows said in one round, held against what COR has. */
export interface Judgement {
	/** In words, each promise that was broken. */
	readonly violations: readonly string[];
	readonly files: number;
	readonly unclear: number;
	/** Surely not stored, after they were sent again and again. */
	readonly failed: number;
	/** Those of which no reset hit both windows' file of that name. */
	readonly unclearWithoutNeed: readonly string[];
}

export function judge(
	sent: readonly { readonly files: TwinFiles; readonly said: readonly Said[] }[],
	stored: readonly StoredAttachment[],
	uploads: readonly SeenUpload[],
): Judgement {
	const isHit = (window: string, name: string) =>
		uploads.some(each => each.window === window && each.mishap !== 'none' && each.names.includes(name));
	const uploadsOf = (name: string) =>
		uploads.filter(({ names }) => names.includes(name)).map(({ window, mishap }) => `${window} ${mishap}`);
	const violations: string[] = [];
	const unclearWithoutNeed: string[] = [];
	const claimed = new Set<number>();
	let [unclear, failed] = [0, 0];
	for (const { files, said } of sent) {
		if (said.length !== files.hashes.size) {
			violations.push(`window ${files.window} said ${said.length} of ${files.hashes.size} ends`);
		}
		for (const { name, status, attachmentId, reason } of said) {
			const who = `${files.window} ${name}`;
			const sha256 = files.hashes.get(name);
			const copies = stored.filter(each => each.sha256 === sha256);
			if (copies.length > 1) {
				violations.push(`${who} is stored ${copies.length} times`);
			}
			if (status === 'attached') {
				if (attachmentId === undefined || claimed.has(attachmentId)) {
					violations.push(`${who} is attachment ${attachmentId}, which another file is`);
				} else if (!copies.some(({ id }) => id === attachmentId)) {
					violations.push(`${who} is said to be ${attachmentId}, and its bytes are ${copies.map(({ id }) => id)}`);
				}
				claimed.add(attachmentId ?? 0);
			} else if (status === 'unknown') {
				unclear += 1;
				if (!sent.every(({ files: { window } }) => isHit(window, name))) {
					unclearWithoutNeed.push(`${who}: ${reason}; ${uploadsOf(name).join(', ')}`);
				}
			} else if (status === 'failed' && copies.length === 0) {
				failed += 1;
			} else {
				violations.push(`${who} is ${status} (${reason}), with ${copies.length} stored`);
			}
		}
	}
	return {
		violations,
		files: sent.reduce((sum, { said }) => sum + said.length, 0),
		unclear,
		failed,
		unclearWithoutNeed,
	};
}
