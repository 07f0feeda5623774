import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ImportKind, Metafile } from 'esbuild';
import { bundledFolders, readPackage } from '../../scripts/notices.js';
import { removeTemporaryFolder, temporaryFolder } from '../host/temporary-folder.js';
import { root } from '../project/kit/manifest.js';
import { limits } from './kit/limits.js';
import { readVsix } from './kit/read-vsix.js';

const notCopied = new Set(['.git', '.vscode-test', 'dist', 'node_modules', 'test']);
const vsix = 'dist/cor-attachments.vsix';
const commitTime = '1750000000';

describe('the package', () => {
	const dir = temporaryFolder();
	const first = join(dir, 'first');
	const second = join(dir, 'second place');
	let files: ReadonlyMap<string, Buffer>;

	before(async () => {
		copyProject(first, '2025-01-01');
		pack(first, { TZ: 'UTC', LC_ALL: 'C', SOURCE_DATE_EPOCH: commitTime });
		files = await readVsix(join(first, vsix));
	});
	after(() => removeTemporaryFolder(dir));

	it('holds what people need, and nothing else', () => {
		const names = [...files.keys()].filter(name => !isChunk(name));
		assert.deepEqual(names.sort(), [
			'[Content_Types].xml',
			'extension.vsixmanifest',
			'extension/LICENSE.txt',
			'extension/SUPPORT.md',
			'extension/changelog.md',
			'extension/dist/ThirdPartyNotices.txt',
			'extension/dist/extension.mjs',
			'extension/dist/worker.mjs',
			'extension/media/icon.png',
			'extension/media/l10n/bundle.l10n.es.json',
			'extension/media/l10n/bundle.l10n.pt-br.json',
			'extension/media/walkthrough/dark/attach.svg',
			'extension/media/walkthrough/dark/connect.svg',
			'extension/media/walkthrough/dark/result.svg',
			'extension/media/walkthrough/dark/task.svg',
			'extension/media/walkthrough/hc/attach.svg',
			'extension/media/walkthrough/hc/connect.svg',
			'extension/media/walkthrough/hc/result.svg',
			'extension/media/walkthrough/hc/task.svg',
			'extension/media/walkthrough/hcLight/attach.svg',
			'extension/media/walkthrough/hcLight/connect.svg',
			'extension/media/walkthrough/hcLight/result.svg',
			'extension/media/walkthrough/hcLight/task.svg',
			'extension/media/walkthrough/light/attach.svg',
			'extension/media/walkthrough/light/connect.svg',
			'extension/media/walkthrough/light/result.svg',
			'extension/media/walkthrough/light/task.svg',
			'extension/package.json',
			'extension/package.nls.es.json',
			'extension/package.nls.json',
			'extension/package.nls.pt-br.json',
			'extension/readme.md',
		]);
	});

	it('stays small', () => {
		const code = [...files].filter(([name]) => name.endsWith('.mjs'));
		const bundle = code.reduce((sum, [, { length }]) => sum + length, 0);
		const packed = statSync(join(first, vsix)).size;
		console.log(`bundle ${bundle} bytes, .vsix ${packed} bytes`);
		assert.ok(bundle > 0 && bundle < limits.bundle, `bundle: ${bundle} bytes`);
		assert.ok(packed < limits.vsix, `.vsix: ${packed} bytes`);
	});

	it('brings no HTTP client, no editor and no source map', () => {
		const folders = bundledFolders(metafile()).map(nameOf);
		assert.ok(folders.includes('form-data'));
		assert.ok(!folders.includes('undici'));
		const code = [...files].filter(([name]) => name.endsWith('.mjs')).map(([, bytes]) => bytes.toString('utf8'));
		assert.ok(code.every(text => !text.includes('sourceMappingURL')));
		assert.match(textOf('extension/dist/extension.mjs'), /from"vscode"/);
	});

	it('loads no library but the one for schemas, no delivery and no guard before it is used', () => {
		const loaded = outputsBehind('dist/extension.mjs', ['import-statement']);
		const inputs = inputsOf(loaded);
		assert.ok(inputs.includes('src/extension.ts'));
		assert.deepEqual(
			inputs.filter(input =>
				/node_modules\/(?!valibot\/)|delivery\/delivery|multipart|attach-asked|secret-shapes/.test(input),
			),
			[],
		);
		const bytes = [...loaded].reduce((sum, name) => sum + (files.get(`extension/${name}`)?.length ?? Number.NaN), 0);
		console.log(`to activate ${bytes} bytes`);
		assert.ok(bytes < limits.activation, `to activate: ${bytes} bytes`);
	});

	it('matches no stranger’s bytes on the thread that all extensions share: only the worker has what matches them', () => {
		const matchers =
			/node_modules\/ignore\/|src\/attach\/secrets\/(?!first-part)|src\/machine\/worker\/(?:ignored|match|jobs)\.ts/;
		const loadable: readonly ImportKind[] = ['import-statement', 'dynamic-import', 'require-call'];
		const ofHost = inputsOf(outputsBehind('dist/extension.mjs', loadable));
		assert.ok(ofHost.includes('src/machine/worker/bounded-worker.ts'));
		assert.deepEqual(
			ofHost.filter(input => matchers.test(input)),
			[],
		);
		const ofWorker = inputsOf(outputsBehind('dist/worker.mjs', loadable));
		for (const matcher of [
			'/ignore/index.js',
			'src/attach/secrets/shapes/secret-shapes.ts',
			'src/machine/worker/match.ts',
		]) {
			assert.ok(
				ofWorker.some(input => matchers.test(input) && input.endsWith(matcher)),
				matcher,
			);
		}
		assert.deepEqual(
			ofWorker.filter(input => /^src\/(?:editor|cor)\//.test(input)),
			[],
		);
	});

	it('carries each library once, with its licence', () => {
		const folders = bundledFolders(metafile());
		assert.equal(new Set(folders.map(nameOf)).size, folders.length);
		const notices = textOf('extension/dist/ThirdPartyNotices.txt');
		for (const folder of folders) {
			const { name, version, licence, text } = readPackage(first, folder);
			assert.ok(notices.includes(`${name} ${version} (${licence})\n\n${text}\n`), name);
			assert.match(text, /permission|redistribution|licensed/i, name);
		}
	});

	it('shows pages whose pictures and links work outside the repository', () => {
		for (const page of ['extension/readme.md', 'extension/changelog.md']) {
			const targets = [...textOf(page).matchAll(/(?:\]\(|src=")([^)"#][^)"]*)/g)].map(([, target]) => target ?? '');
			assert.ok(files.has(page), page);
			assert.deepEqual(
				targets.filter(target => !/^(?:https|mailto):/.test(target)),
				[],
				page,
			);
		}
	});

	it('has the same bytes whenever, wherever and by whomever a commit is packed', () => {
		const before = process.umask(0o077);
		try {
			copyProject(second, '2026-07-07');
			commit(second);
			pack(second, { TZ: 'Pacific/Auckland', LC_ALL: 'lt_LT.UTF-8' });
		} finally {
			process.umask(before);
		}
		assert.equal(sha256(join(second, vsix)), sha256(join(first, vsix)));
	});

	function metafile(): Metafile {
		return JSON.parse(readFileSync(join(first, 'dist/meta.json'), 'utf8')) as Metafile;
	}

	/** An output with all those that it loads, and they. */
	function outputsBehind(entry: string, kinds: readonly ImportKind[]): ReadonlySet<string> {
		const { outputs } = metafile();
		const loaded = new Set([entry]);
		for (const name of loaded) {
			for (const { kind, path } of outputs[name]?.imports ?? []) {
				if (kinds.includes(kind as ImportKind) && path in outputs) {
					loaded.add(path);
				}
			}
		}
		return loaded;
	}

	function inputsOf(names: ReadonlySet<string>): readonly string[] {
		const { outputs } = metafile();
		return [...names].flatMap(name => Object.keys(outputs[name]?.inputs ?? {}));
	}

	function textOf(name: string): string {
		return files.get(name)?.toString('utf8') ?? '';
	}
});

/** A part of the code that is loaded when it is needed; its name has a hash of what is in it. */
function isChunk(name: string): boolean {
	return /^extension\/dist\/chunks\/[a-z-]+-[A-Z\d]{8}\.mjs$/.test(name);
}

function copyProject(dir: string, editedAt: string): void {
	cpSync(root, dir, { recursive: true, filter: path => !notCopied.has(relative(root, path)) });
	symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'), 'dir');
	utimesSync(join(dir, 'package.json'), new Date(editedAt), new Date(editedAt));
}

function pack(dir: string, env: NodeJS.ProcessEnv): void {
	execFileSync('npm', ['run', '--silent', 'package'], {
		cwd: dir,
		env: { ...process.env, SOURCE_DATE_EPOCH: undefined, ...env },
		stdio: ['ignore', 'ignore', 'inherit'],
	});
}

function commit(dir: string): void {
	const date = `${commitTime} +0000`;
	const author = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost'];
	execFileSync('git', ['init', '--quiet'], { cwd: dir });
	execFileSync('git', [...author, 'commit', '--quiet', '--allow-empty', '--message', 'Pack'], {
		cwd: dir,
		env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
	});
}

function nameOf(folder: string): string {
	return folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function sha256(path: string): string {
	return createHash('sha256').update(readFileSync(path)).digest('hex');
}
