import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { globExpression } from '../../../src/machine/worker/glob.js';
import { Draw } from '../../fuzz/draw.js';
import { useCor } from '../kit/use-cor.js';
import { workspaceFolder } from '../kit/workspace.js';

const taskId = 4101;
const seed = 20_261_129;
const drawnPatterns = 20_000;

/** Left out of folders, and why that is known of them: a row of "Reports from the field". */
const ofSystems = [
	'.DS_Store',
	'Thumbs.db',
	'desktop.ini',
	'._nota.txt',
	'~$Propuesta.docx',
	'.nota.txt.swp',
	'.~lock.tabla.ods#',
	'.svn/entries',
	'.hg/store/data',
	'CVS/Entries',
	'web/.svn/wc.db',
	'web/.DS_Store',
	'web/CVS/Root',
	'.Trashes/501/x.txt',
	'$RECYCLE.BIN/y.txt',
	'node_modules/z/index.js',
];

describe('what the explorer does not show, or a system put there', () => {
	const cor = useCor();
	const inWorkspace = vscode.Uri.joinPath(workspaceFolder(), 'proyecto');

	afterEach(async () => {
		await hide('Global', undefined);
		await hide('Workspace', undefined);
		await vscode.workspace.fs.delete(inWorkspace, { recursive: true }).then(undefined, () => undefined);
	});

	async function hide(where: 'Global' | 'Workspace', patterns: Readonly<Record<string, unknown>> | undefined) {
		const settings = vscode.workspace.getConfiguration('files');
		await settings.update('exclude', patterns, vscode.ConfigurationTarget[where]);
	}

	/** Writes files below a folder outside of the workspace, and gives its URI. */
	async function outside(...names: readonly string[]): Promise<vscode.Uri> {
		for (const name of names) {
			await cor.write(`proyecto/${name}`, name);
		}
		return vscode.Uri.file(path.join(cor.folder, 'proyecto'));
	}

	/** Writes files below a folder of the workspace, and gives its URI. */
	async function inside(...names: readonly string[]): Promise<vscode.Uri> {
		for (const name of names) {
			await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(inWorkspace, name), Buffer.from(name));
		}
		return inWorkspace;
	}

	/** The names in COR of what was attached. */
	async function attach(...uris: readonly vscode.Uri[]): Promise<readonly string[]> {
		const { outcomes } = await cor.attach({ taskId, uris });
		assert.deepEqual(
			outcomes.filter(({ status }) => status !== 'attached'),
			[],
		);
		return outcomes.map(({ name }) => name).sort();
	}

	it('is left out of a folder where a system or a program put it there for itself, and the rest goes along', async () => {
		await hide('Global', { '**/.svn': false, '**/.hg': false, '**/.DS_Store': false, '**/Thumbs.db': false });
		const folder = await outside(...ofSystems, 'a.txt', 'web/b.txt', 'package-lock.json', 'c.txt~', 'cvs/ana.pdf');

		assert.deepEqual(await attach(folder), ['a.txt', 'ana.pdf', 'b.txt', 'c.txt~', 'package-lock.json']);
	});

	it('is attached where it was chosen itself, a file or a folder', async () => {
		const names = ['.DS_Store', 'Thumbs.db', 'desktop.ini', '._nota.txt', '~$Propuesta.docx', '.nota.txt.swp'];
		const folder = await outside(...names, 'CVS/Entries');

		assert.deepEqual(
			await attach(...[...names, 'CVS'].map(name => vscode.Uri.joinPath(folder, name))),
			[...names, 'Entries'].sort(),
		);
	});

	it('is left out by the patterns of files.exclude, from the workspace folder on', async () => {
		await hide('Workspace', {
			'**/*.map': true,
			'proyecto/web/crudo': true,
			'web/b.txt': true,
			'*.txt': true,
			'**/{uno,dos}.md': true,
			'**/*.log': false,
		});
		const folder = await inside(
			'a.txt',
			'a.map',
			'web/b.txt',
			'web/b.map',
			'web/crudo/c.txt',
			'uno.md',
			'tres.md',
			'x.log',
		);

		assert.deepEqual(await attach(folder), ['a.txt', 'b.txt', 'tres.md', 'x.log']);
		assert.deepEqual(await attach(vscode.Uri.joinPath(folder, 'web')), ['b.txt']);
	});

	it('is left out with a when clause where the sibling is there, and nowhere else', async () => {
		await hide('Workspace', { '**/*.js': { when: '$(basename).ts' }, '**/*.css': { when: 'estilo.scss' } });
		const folder = await inside('a.js', 'a.ts', 'b.js', 'b.tsx', 'web/a.js', 'web/c.css', 'web/estilo.scss', 'd.css');

		assert.deepEqual(await attach(folder), ['a.js', 'a.ts', 'b.js', 'b.tsx', 'd.css', 'estilo.scss']);
	});

	it('is left out of a folder outside of the workspace by the same patterns, from that folder on', async () => {
		await hide('Global', { 'a.txt': true, 'web/b.txt': true, '**/c.txt': true });
		const folder = await outside('a.txt', 'b.txt', 'web/a.txt', 'web/b.txt', 'web/c.txt');

		assert.deepEqual(await attach(folder), ['a.txt', 'b.txt']);
	});

	it('is what user and workspace settings say together, as the editor puts them together', async () => {
		await hide('Global', { '**/*.uno': true, '**/*.dos': true });
		await hide('Workspace', { '**/*.dos': false, '**/*.tres': true });
		const folder = await inside('a.uno', 'a.dos', 'a.tres', 'a.txt');

		assert.deepEqual(await attach(folder), ['a.dos', 'a.txt']);
	});

	it('is nothing where files.exclude is no such value', async () => {
		const folder = await inside('a.txt', '0', 'length');
		for (const wrong of [['a.txt'], 'a.txt', null, 7]) {
			await hide('Workspace', wrong as unknown as Readonly<Record<string, unknown>>);
			assert.deepEqual(await attach(folder), ['0', 'a.txt', 'length'], JSON.stringify(wrong));
		}
	});

	it('is attached where the pattern hides the chosen folder itself, but for what other patterns hide', async () => {
		await hide('Workspace', { 'proyecto/dist/**': true, '**/dist': true, '**/*.map': true });
		const folder = await inside('a.txt', 'dist/app.js', 'dist/app.map', 'dist/web/b.js', 'dist/web/dist/c.js');

		assert.deepEqual(await attach(folder), ['a.txt']);
		assert.deepEqual(await attach(vscode.Uri.joinPath(folder, 'dist')), ['app.js', 'b.js', 'c.js']);
	});

	it('is what the editor itself says of a path and a pattern', () => {
		const draw = new Draw(seed);
		const base = vscode.Uri.file('/w');
		const differences: (readonly [pattern: string, path: string])[] = [];
		let matches = 0;
		for (let index = 0; index < drawnPatterns; index += 1) {
			const pattern = draw.text(patternParts, 1 + draw.below(8));
			const expression = globExpression(pattern);
			const selector = { pattern: new vscode.RelativePattern(base, pattern) };
			for (const below of [pathOf(draw), pathOf(draw), likePattern(draw, pattern)]) {
				const document = { uri: vscode.Uri.joinPath(base, below), languageId: 'plaintext' } as vscode.TextDocument;
				const isMatch = vscode.languages.match(selector, document) > 0;
				matches += isMatch ? 1 : 0;
				if (isMatch !== (expression?.test(below) ?? false)) {
					differences.push([pattern, below]);
				}
			}
		}
		assert.deepEqual(differences.slice(0, 10), []);
		assert.ok(matches > drawnPatterns / 4, `${matches} matches`);
	});
});

const patternParts = [
	...'aabb./?*{},[]!^- ñ()+|$\\',
	'/',
	'*',
	'**',
	'**/',
	'/**',
	'**/*.',
	'{a,b}',
	'{a/*,**/b}',
	'[!a]',
	'[a-b]',
	'.a',
];
const pathParts = [...'aabb.-ñ{}[]!^()+|$,', '/', '/', '/a', '.a', 'a b'];

/** A path below a folder, with a name between any two slashes. */
function pathOf(draw: Draw): string {
	return tidy(draw.text(pathParts, 1 + draw.below(7)));
}

/** A path that the pattern might match. */
function likePattern(draw: Draw, pattern: string): string {
	const path = pattern
		.replace(/\{([^},]*),?[^}]*\}/g, '$1')
		.replace(/\[!?(.)[^\]]*\]/g, '$1')
		.replaceAll('**', draw.pick(['a', 'a/b', '']))
		.replaceAll('*', draw.pick(['', 'a', 'ab', '.b']))
		.replaceAll('?', 'a')
		.replaceAll('\\', '');
	return tidy(path);
}

function tidy(path: string): string {
	const names = path.split('/').filter(name => !/^(?:\.{0,2}|\s+)$/.test(name));
	return names.length > 0 ? names.join('/') : 'a';
}
