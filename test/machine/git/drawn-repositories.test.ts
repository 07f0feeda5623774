import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { IgnoredByGit, type RepositoryFolder } from '../../../src/machine/git/ignored-by-git.js';
import { IgnoreMatcher, type IgnoreRules } from '../../../src/machine/worker/ignored.js';
import { onPosix } from '../../host/systems.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import {
	type DrawnRepository,
	drawnRepositories,
	makeDrawn,
	personalExcludes,
	plainly,
	writePersonalConfig,
} from '../kit/drawn-repository.js';
import { notIgnored } from '../kit/git-says.js';
import { gitPath, usePersonalGit } from '../kit/repository.js';

const count = Number(process.env.DRAWN_REPOSITORIES || 100);
const seed = Number(process.env.DRAWN_SEED || 14);
const limitMs = 10_000 * count;
const neverSent = new Set(['.git', 'node_modules']);

describe('drawn repositories', () => {
	const personal = usePersonalGit();
	let folder: string;
	beforeEach(() => {
		folder = temporaryFolder();
	});
	afterEach(() => removeTemporaryFolder(folder));

	onPosix('names that Windows does not take', () => {
		it('have ignored what Git says of each', async () => {
			const repositories = fc.sample(drawnRepositories, { numRuns: count, seed });
			const different = await differing(repositories, personalExcludes, sentWithGit);
			console.log(`      ${count} repositories drawn (seed ${seed}), differences: ${different.length}`);
			assert.deepEqual(different, []);
		}).timeout(limitMs);

		it('with nothing but .gitignore files have ignored nearly the same without Git', async () => {
			const repositories = fc.sample(drawnRepositories.map(plainly), { numRuns: Math.ceil(count / 4), seed });
			const different = await differing(repositories, [], sentWithoutGit);
			console.log(`      ${repositories.length} repositories drawn, differences without Git: ${different.length}`);
			assert.ok(different.length < repositories.length / 4);
		}).timeout(limitMs);
	});

	/** Makes the repositories, and gives those, as text, in which other files are found than those that Git does not ignore. */
	async function differing(
		repositories: readonly DrawnRepository[],
		excludes: readonly string[],
		find: (top: string) => Promise<readonly string[]>,
	): Promise<readonly string[]> {
		const different: string[] = [];
		for (const [index, drawn] of repositories.entries()) {
			const top = path.join(folder, String(index), 'top');
			mkdirSync(top, { recursive: true });
			personal.be(writePersonalConfig(path.dirname(top), excludes));
			makeDrawn(drawn, top);
			const [found, expected] = [await find(top), notIgnored(top)];
			const missing = expected.filter(file => !found.includes(file));
			const surplus = found.filter(file => !expected.includes(file));
			if (missing.length + surplus.length > 0) {
				different.push(JSON.stringify({ index, missing, surplus, drawn }));
				console.log(different.at(-1));
			}
			rmSync(path.dirname(top), { recursive: true });
		}
		return different;
	}
});

/** The files that go along, by path from the top, as `editor/folders` finds them. */
async function sentWithGit(top: string): Promise<readonly string[]> {
	const git = new IgnoredByGit(async () => gitPath, { processes: 200, answerMs: 60_000, allMs: 60_000 });
	try {
		return await walk(top, '', undefined, async (folder, name, above: RepositoryFolder | undefined) => {
			const around = folder.all.includes('.git') ? await git.around(folder.path) : undefined;
			const place = around?.path === '' ? around : above && { ...above, path: path.posix.join(above.path, name) };
			const paths = folder.wanted.map(each => path.posix.join(place?.path ?? '', each));
			return { place, verdicts: (await place?.rules.ignored(paths)) ?? [] };
		});
	} finally {
		await git.dispose();
	}
}

async function sentWithoutGit(top: string): Promise<readonly string[]> {
	const matcher = new IgnoreMatcher();
	return walk(top, '', [], async (folder, _name, above: readonly IgnoreRules[]) => {
		const file = path.join(folder.path, '.gitignore');
		const own = folder.all.includes('.gitignore') ? [{ base: `${folder.path}/`, source: await readFile(file) }] : [];
		const place = [...above, ...own];
		const entries = folder.wanted.map(each => ({
			path: path.join(folder.path, each),
			isFolder: folder.folders.has(each),
		}));
		return { place, verdicts: matcher.answer({ ruleSets: [place], entries }).ignored[0] ?? [] };
	});
}

interface Folder {
	readonly path: string;
	readonly all: readonly string[];
	readonly wanted: readonly string[];
	readonly folders: ReadonlySet<string>;
}

/** @param look what is ignored of a folder, and what has to be known of the folders in it */
async function walk<Place>(
	folder: string,
	name: string,
	above: Place,
	look: (
		folder: Folder,
		name: string,
		above: Place,
	) => Promise<{ readonly place: Place; readonly verdicts: readonly boolean[] }>,
): Promise<readonly string[]> {
	const entries = await readdir(folder, { withFileTypes: true });
	const all = entries.map(entry => entry.name);
	const wanted = all.filter(each => !neverSent.has(each));
	const folders = new Set(entries.filter(entry => entry.isDirectory()).map(entry => entry.name));
	const { place, verdicts } = await look({ path: folder, all, wanted, folders }, name, above);
	const sent: string[] = [];
	for (const each of wanted.filter((_, index) => !verdicts[index])) {
		const below = folders.has(each) ? await walk(path.join(folder, each), each, place, look) : [''];
		sent.push(...below.map(rest => (rest === '' ? each : `${each}/${rest}`)));
	}
	return sent;
}
