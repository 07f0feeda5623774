import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { firstPartBytes } from '../../../src/attach/secrets/first-part-bytes.js';
import { secretRule } from '../../../src/attach/secrets/secrets.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import { startCor } from './upload-all.js';

const count = 1_000;
const bytes = 100_000;

/** Prints what looking for secrets adds to a batch of 1,000 files of 100 KB that is sent to COR on this machine. */
async function main(): Promise<void> {
	const dir = temporaryFolder();
	const cor = await startCor(path.join(dir, 'cor'));
	try {
		for (const [kind, make] of Object.entries(kinds)) {
			const files = Array.from({ length: count }, (_, index) => path.join(dir, `${kind}-${index}`));
			for (const file of files) {
				writeFileSync(file, make());
			}
			const sentMs = await fastest(() => cor.uploadAll(files));
			const checkedMs = await fastest(() => checkAll(files));
			const share = (100 * checkedMs) / sentMs;
			console.log(
				`${kind}: ${count} files of ${bytes} bytes sent in ${ms(sentMs)}; looked at in ${ms(checkedMs)}: ` +
					`${share.toFixed(1)} % of the batch`,
			);
		}
	} finally {
		await cor.stop();
		removeTemporaryFolder(dir);
	}
}

const source = readFileSync(require.resolve('typescript'), 'utf8');

const kinds = {
	source: () => {
		const from = Math.floor(Math.random() * (source.length - bytes));
		return source.slice(from, from + bytes);
	},
	base64: () => randomBytes(75_000).toString('base64'),
	binary: () => randomBytes(bytes),
};

/** As the extension does it: eight at a time, the first part of each. */
async function checkAll(files: readonly string[]): Promise<void> {
	const queue = files.values();
	const worker = async () => {
		for (const file of queue) {
			const handle = await open(file);
			const { size } = await handle.stat();
			const { buffer } = await handle.read(Buffer.allocUnsafe(Math.min(size, firstPartBytes)));
			secretRule([file], buffer);
			await handle.close();
		}
	};
	await Promise.all(Array.from({ length: 8 }, worker));
}

async function fastest(work: () => Promise<void>): Promise<number> {
	const times: number[] = [];
	for (let round = 0; round < 3; round += 1) {
		const startedAt = performance.now();
		await work();
		times.push(performance.now() - startedAt);
	}
	return Math.min(...times);
}

function ms(value: number): string {
	return `${value.toFixed(0)} ms`;
}

void main();
