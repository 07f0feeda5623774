import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import { firstPartBytes } from '../../../src/attach/secrets/first-part-bytes.js';
import { type SecretRule, secretRule } from '../../../src/attach/secrets/secrets.js';
import { variableRuleEnd } from '../../../src/attach/secrets/variables.js';

/** What the guard would hold back among ordinary files. */
export interface Alarms {
	readonly files: number;
	/** By the rule on variables; the others are in `others`. */
	readonly variables: readonly Alarm[];
	readonly others: readonly Alarm[];
	readonly cpuMs: number;
	/** The longest look at one file, in time of the processor. */
	readonly longestMs: number;
}

interface Alarm {
	readonly rule: SecretRule;
	readonly file: string;
}

/** Looks at every file below folders; of those that begin alike, at one. */
export function alarmsBelow(folders: readonly string[]): Alarms {
	const variables: Alarm[] = [];
	const others: Alarm[] = [];
	const seen = new Set<string>();
	let files = 0;
	let longestMs = 0;
	const startedAt = process.cpuUsage();
	for (const file of folders.flatMap(folder => [...filesBelow(folder)])) {
		const first = readFirst(file);
		const hash = createHash('sha1')
			.update(first ?? '')
			.digest('base64');
		if (first && !seen.has(hash)) {
			seen.add(hash);
			files += 1;
			const from = process.cpuUsage();
			const rule = secretRule([file], first);
			const { user, system } = process.cpuUsage(from);
			longestMs = Math.max(longestMs, (user + system) / 1_000);
			if (rule) {
				(rule.rule.endsWith(variableRuleEnd) ? variables : others).push({ rule, file });
			}
		}
	}
	const { user, system } = process.cpuUsage(startedAt);
	return { files, variables, others, cpuMs: (user + system) / 1_000, longestMs };
}

/** The figures in one line, and the files that are held back where they are asked for. */
export function tellAlarms(folder: string, alarms: Alarms, withFiles = true): string {
	const { files, variables, others } = alarms;
	const share = (found: readonly Alarm[]) =>
		`${found.length} (${((1_000 * found.length) / Math.max(1, files)).toFixed(2)} in 1,000)`;
	const figures =
		`${folder}: ${files} files; shapes and names ${share(others)}; variables ${share(variables)}; ` +
		`${(alarms.cpuMs / Math.max(1, files)).toFixed(2)} ms of CPU a file, longest ${alarms.longestMs.toFixed(1)} ms`;
	const found = [...others, ...variables].map(({ rule, file }) => `  ${rule.place}\t${rule.rule}\t${file}`);
	return [figures, ...(withFiles ? found : [])].join('\n');
}

function* filesBelow(folder: string): Generator<string> {
	for (const entry of entriesOf(folder)) {
		const file = path.join(folder, entry.name);
		if (entry.isDirectory()) {
			yield* filesBelow(file);
		} else if (entry.isFile()) {
			yield file;
		}
	}
}

function entriesOf(folder: string) {
	try {
		return readdirSync(folder, { withFileTypes: true });
	} catch {
		return []; // gone, or not ours to read
	}
}

const buffer = Buffer.alloc(firstPartBytes);

function readFirst(file: string): Uint8Array | undefined {
	try {
		const fd = openSync(file, 'r');
		try {
			return buffer.subarray(0, readSync(fd, buffer, 0, firstPartBytes, 0));
		} finally {
			closeSync(fd);
		}
	} catch {
		return undefined; // gone, or not ours to read
	}
}
