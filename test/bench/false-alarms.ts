import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import { firstPartBytes, secretRule } from '../../src/attach/secrets/secrets.js';

/** Counts what the guard would hold back among the files of folders: `npx tsx test/bench/false-alarms.ts /usr/share …`. */
function measure(folder: string): void {
	const found: string[] = [];
	let files = 0;
	const startedAt = process.cpuUsage();
	for (const file of filesBelow(folder)) {
		const first = readFirst(file);
		if (first) {
			files += 1;
			const rule = secretRule([file], first);
			if (rule) {
				found.push(`${rule.place}\t${rule.rule}\t${file}`);
			}
		}
	}
	const { user, system } = process.cpuUsage(startedAt);
	const share = ((1_000 * found.length) / Math.max(1, files)).toFixed(2);
	const cpuMs = ((user + system) / 1_000 / Math.max(1, files)).toFixed(3);
	console.log(`${folder}: ${files} files, ${found.length} found, ${share} in 1,000; ${cpuMs} ms of CPU a file`);
	console.log(found.map(line => `  ${line}`).join('\n'));
}

function* filesBelow(folder: string): Generator<string> {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const file = path.join(folder, entry.name);
		if (entry.isDirectory()) {
			yield* filesBelow(file);
		} else if (entry.isFile()) {
			yield file;
		}
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

for (const folder of process.argv.slice(2)) {
	measure(folder);
}
