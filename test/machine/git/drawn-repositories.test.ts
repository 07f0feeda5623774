import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { IgnoredByGit, type RepositoryFolder } from '../../../src/machine/git/ignored-by-git.js';
import { onPosix } from '../../host/systems.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import { type DrawnRepository, drawnRepositories, makeDrawn, writePersonalConfig } from '../kit/drawn-repository.js';
import { notIgnored } from '../kit/git-says.js';
import { gitPath } from '../kit/repository.js';

const count = Number(process.env.DRAWN_REPOSITORIES || 100);
const seed = Number(process.env.DRAWN_SEED || 14);
const neverSent = new Set(['.git', 'node_modules']);

describe('drawn repositories', () => {
	let folder: string;
	beforeEach(() => {
		folder = temporaryFolder();
	});
	afterEach(() => removeTemporaryFolder(folder));

	onPosix('names with newlines', () => {
		it('have ignored what Git says of each', async () => {
			const different: DrawnRepository[] = [];
			let files = 0;
			for (const [index, drawn] of fc.sample(drawnRepositories, { numRuns: count, seed }).entries()) {
				const top = path.join(folder, String(index), 'top');
				mkdirSync(top, { recursive: true });
				process.env.GIT_CONFIG_GLOBAL = writePersonalConfig(path.dirname(top), ['*.local', '.idea/', '~']);
				makeDrawn(drawn, top);
				const expected = notIgnored(top);
				files += expected.length;
				const found = await sentOf(top);
				if (found.join('\0') !== expected.join('\0')) {
					different.push(drawn);
					console.log(JSON.stringify({ top, drawn, expected, found }));
				}
			}
			console.log(`      ${count} repositories drawn (seed ${seed}), ${files} files; differences: ${different.length}`);
			assert.deepEqual(different, []);
		});
	});
});

async function sentOf(top: string): Promise<readonly string[]> {
	const git = new IgnoredByGit(async () => gitPath, { processes: 200, answerMs: 60_000, allMs: 60_000 });
	const sent: string[] = [];
	async function walk(folder: string, relative: string, above: RepositoryFolder | undefined): Promise<void> {
		const entries = await readdir(folder, { withFileTypes: true });
		const around = entries.some(({ name }) => name === '.git') ? await git.around(folder) : undefined;
		const place = around?.path === '' ? around : above;
		const wanted = entries.filter(({ name }) => !neverSent.has(name));
		const prefix = place?.path === '' ? '' : `${place?.path}/`;
		const ignored = await place?.rules.ignored(wanted.map(({ name }) => prefix + name));
		for (const [index, entry] of wanted.entries()) {
			if (ignored?.[index]) {
				continue;
			}
			if (entry.isDirectory()) {
				await walk(
					path.join(folder, entry.name),
					`${relative}${entry.name}/`,
					place && { ...place, path: prefix + entry.name },
				);
			} else {
				sent.push(relative + entry.name);
			}
		}
	}
	try {
		await walk(top, '', undefined);
		return sent.sort();
	} finally {
		await git.dispose();
	}
}
