import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import * as vscode from 'vscode';
import { gatherFiles } from '../../../src/editor/files/gather.js';
import { doubtIgnored } from '../../../src/editor/folders/ignored-files.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import {
	drawnRepositories,
	makeDrawn,
	personalExcludes,
	writePersonalConfig,
} from '../../machine/kit/drawn-repository.js';
import { notIgnored } from '../../machine/kit/git-says.js';
import { usePersonalGit } from '../../machine/kit/repository.js';
import { gitOnceEnabled, setGit } from '../kit/use-git.js';
import { useLooks } from '../kit/use-looks.js';

describe('what Git ignores', () => {
	const parts = useLooks();
	const personal = usePersonalGit();
	let folder: string;
	let top: string;

	before(async () => {
		await setGit(true);
		await gitOnceEnabled();
	});
	after(() => setGit(undefined));
	beforeEach(async () => {
		folder = temporaryFolder();
		personal.be(path.join(folder, 'config'));
		await write('config', '[user]\nname = Ana\nemail = ana@example.org\n');
		top = path.join(folder, 'proyecto');
		await makeRepository(top);
	});
	afterEach(() => removeTemporaryFolder(folder));

	async function write(name: string, text = name): Promise<void> {
		const file = path.join(folder, name);
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(file, text);
	}

	async function makeRepository(at: string, ...options: readonly string[]): Promise<void> {
		await mkdir(at, { recursive: true });
		git(at, 'init', '--quiet', '--initial-branch=main', ...options);
	}

	function git(at: string, ...args: readonly string[]): void {
		execFileSync('git', args, { cwd: at, stdio: ['ignore', 'pipe', 'pipe'] });
	}

	/** What goes along of a chosen folder, and whether Git could not be asked. */
	async function gather(...chosen: readonly string[]) {
		const uris = chosen.map(each => vscode.Uri.file(path.join(folder, each)));
		const { files, isGuessed } = await gatherFiles(parts.worker, uris, 'saved');
		return { files: files.map(({ relativePath }) => relativePath).sort(), isGuessed };
	}

	async function doubted(...chosen: readonly string[]): Promise<readonly string[]> {
		const uris = chosen.map(each => vscode.Uri.file(path.join(folder, each)));
		const { files } = await gatherFiles(parts.worker, uris, 'saved');
		const looked = await doubtIgnored(parts.worker, files);
		return looked.filter(({ doubts }) => doubts.some(({ kind }) => kind === 'ignored')).map(({ name }) => name);
	}

	it('is by the rules of each repository in a folder, whatever the one around it says', async () => {
		await write('proyecto/.gitignore', '*.txt\n/ajeno/\n');
		await write('proyecto/a.txt');
		await write('proyecto/a.md');
		await makeRepository(path.join(top, 'dentro'));
		await write('proyecto/dentro/.gitignore', '*.md\n');
		await write('proyecto/dentro/b.txt');
		await write('proyecto/dentro/b.md');
		await makeRepository(path.join(top, 'ajeno'));
		await write('proyecto/ajeno/c.txt');
		await mkdir(path.join(top, '.git/modules'));
		await makeRepository(path.join(top, 'sub'), `--separate-git-dir=${path.join(top, '.git/modules/sub')}`);
		await write('proyecto/.git/modules/sub/info/exclude', '*.log\n');
		await write('proyecto/sub/d.txt');
		await write('proyecto/sub/d.log');
		git(top, 'commit', '--quiet', '--allow-empty', '--message', 'Work');
		git(top, 'worktree', 'add', '--quiet', '--detach', 'rama');
		await write('proyecto/.git/info/exclude', '*.bak\n');
		await write('proyecto/rama/e.txt');
		await write('proyecto/rama/e.bak');

		assert.deepEqual(await gather('proyecto'), {
			files: [
				'proyecto/.gitignore',
				'proyecto/a.md',
				'proyecto/dentro/.gitignore',
				'proyecto/dentro/b.txt',
				'proyecto/rama/e.txt',
				'proyecto/sub/d.txt',
			],
			isGuessed: false,
		});
		assert.deepEqual((await gather('proyecto/ajeno')).files, ['ajeno/c.txt']);
		assert.deepEqual((await gather('proyecto/rama', 'proyecto/sub')).files, ['rama/e.txt', 'sub/d.txt']);
		assert.deepEqual(
			await doubted('proyecto/dentro/b.md', 'proyecto/dentro/b.txt', 'proyecto/a.txt', 'proyecto/sub/d.log'),
			['b.md', 'a.txt', 'd.log'],
		);
	});

	it("is also what a file of the person's own, or of the repository's, names (core.excludesFile)", async () => {
		await write('ajustes', '*.local\n.idea/\n');
		git(top, 'config', '--global', 'core.excludesFile', path.join(folder, 'ajustes'));
		await makeRepository(path.join(top, 'dentro'));
		await write('proyecto/.git/suyos', '*.psd\n');
		git(path.join(top, 'dentro'), 'config', 'core.excludesFile', path.join(top, '.git/suyos'));
		for (const name of ['a.txt', 'a.local', '.idea/b.xml', 'c.psd', 'dentro/d.psd', 'dentro/d.local']) {
			await write(`proyecto/${name}`);
		}

		const { files } = await gather('proyecto');

		assert.deepEqual(files, ['proyecto/a.txt', 'proyecto/c.psd', 'proyecto/dentro/d.local']);
		assert.deepEqual(
			await doubted(
				'proyecto/a.txt',
				'proyecto/a.local',
				'proyecto/.idea/b.xml',
				'proyecto/c.psd',
				'proyecto/dentro/d.psd',
			),
			['a.local', 'b.xml', 'd.psd'],
		);
	});

	it('is nothing that it tracks, though a rule says so: that goes along, and there is no doubt about it', async () => {
		await write('proyecto/.gitignore', '*.log\n/salida/\n');
		for (const name of ['a.log', 'b.log', 'salida/c.js', 'salida/d.js']) {
			await write(`proyecto/${name}`);
		}
		git(top, 'add', '--force', 'a.log', 'salida/c.js');

		assert.deepEqual((await gather('proyecto')).files, [
			'proyecto/.gitignore',
			'proyecto/a.log',
			'proyecto/salida/c.js',
		]);
		assert.deepEqual(
			await doubted('proyecto/a.log', 'proyecto/b.log', 'proyecto/salida/c.js', 'proyecto/salida/d.js'),
			['b.log', 'd.js'],
		);
	});

	it('goes along with a chosen folder that is itself ignored, but for what repositories in it ignore', async () => {
		await write('proyecto/.gitignore', 'salida/\n*.map\n');
		await write('proyecto/salida/web/a.js');
		await write('proyecto/salida/web/a.map');
		await makeRepository(path.join(top, 'salida/web/dentro'));
		await write('proyecto/salida/web/dentro/.gitignore', '*.js\n');
		await write('proyecto/salida/web/dentro/b.js');
		await write('proyecto/salida/web/dentro/b.map');

		assert.deepEqual((await gather('proyecto/salida/web')).files, [
			'web/a.js',
			'web/a.map',
			'web/dentro/.gitignore',
			'web/dentro/b.map',
		]);
	});

	it('depends on the case of names as the repository has it', async () => {
		await write('proyecto/.gitignore', '*.log\n');
		await write('proyecto/A.LOG');

		git(top, 'config', 'core.ignorecase', 'false');
		assert.deepEqual((await gather('proyecto')).files, ['proyecto/.gitignore', 'proyecto/A.LOG']);
		git(top, 'config', 'core.ignorecase', 'true');
		assert.deepEqual((await gather('proyecto')).files, ['proyecto/.gitignore']);
	});

	it('is guessed from the rules where Git does not answer, and that is said', async () => {
		await write('proyecto/.gitignore', '*.log\n');
		await write('proyecto/a.log');
		await write('proyecto/a.txt');
		execFileSync('mkfifo', [path.join(top, '.git/info/exclude.pipe')]);
		git(top, 'config', 'core.excludesFile', path.join(top, '.git/info/exclude.pipe'));

		assert.deepEqual(await gather('proyecto'), { files: ['proyecto/.gitignore', 'proyecto/a.txt'], isGuessed: true });
	});

	it('is in drawn repositories what Git says of each', async () => {
		const drawn = fc.sample(drawnRepositories, { numRuns: 20, seed: 1 });
		for (const [index, each] of drawn.entries()) {
			const place = path.join(folder, String(index), 'top');
			await mkdir(place, { recursive: true });
			personal.be(writePersonalConfig(path.dirname(place), personalExcludes));
			makeDrawn(each, place);
			const expected = notIgnored(place).map(file => `top/${file}`);

			const { files, isGuessed } = await gather(`${index}/top`);

			assert.deepEqual({ files, isGuessed }, { files: expected, isGuessed: false }, JSON.stringify(each));
		}
	});

	it('is nothing outside of a repository, about which nothing is said', async () => {
		await write('suelto/a.log');

		assert.deepEqual(await gather('suelto'), { files: ['suelto/a.log'], isGuessed: false });
	});
});
