import assert from 'node:assert/strict';
import { posix } from 'node:path';
import ts from 'typescript';
import { nodesOf, parse, sourceFiles } from './kit/source-files.js';

/**
 * The rooms of `src`, from top to bottom. A room imports from itself and from the floors below its own: never upward, and
 * never from another room of its floor. So no door imports a door, and no step a step.
 */
const floors: readonly (readonly string[])[] = [
	['extension.ts'],
	['editor'],
	// doors
	['editor/connection-check', 'editor/entry-points', 'editor/model-tools', 'editor/recovery', 'editor/view'],
	['editor/view/tree'],
	['editor/flow'],
	['editor/late'],
	['editor/result'],
	// steps
	['editor/review', 'editor/sending', 'editor/task'],
	['editor/task-message'],
	['editor/accounts', 'editor/files', 'editor/sources'],
	['editor/folders'],
	['editor/arguments', 'editor/git', 'editor/settings'],
	['editor/messages'],
	['machine/archive', 'machine/worker'],
	['machine/git', 'machine/journal', 'machine/memory', 'machine/sessions', 'machine/writing'],
	['machine'],
	['cor', 'cor/reach'],
	['cor/answers', 'cor/download'],
	['cor/http'],
	['cor/body', 'cor/buffers'],
	['attach/journal'],
	['attach/delivery'],
	['attach/arrival'],
	['attach/plan'],
	['attach/names', 'attach/task-message'],
	['attach'],
	['attach/folders', 'attach/secrets', 'attach/task', 'attach/text'],
	['attach/secrets/shapes'],
];
const mostFiles = 12;
const mostLines = 300;
const network = /^(?:node:)?(?:http|https|http2|net|tls|dgram)$/;

/** What the rooms of an area may import of packages, and of Node. */
const mayImportPackage: Readonly<Record<string, (imported: Import) => boolean>> = {
	attach: ({ specifier }) => specifier === 'valibot',
	cor: ({ specifier = '', typeOnly }) =>
		!isEditor(specifier) && !network.test(specifier) && isNoClient(specifier, typeOnly),
	machine: ({ specifier = '', typeOnly }) => !isEditor(specifier) && isNoClient(specifier, typeOnly),
	editor: ({ specifier = '', typeOnly }) => isNoClient(specifier, typeOnly),
	'extension.ts': ({ specifier = '', typeOnly }) => isNoClient(specifier, typeOnly),
};

interface Import {
	/** What stands between the quotes; `undefined` when it is computed, so that nobody can tell. */
	readonly specifier: string | undefined;
	/** Whether the compiler takes the whole of it away. */
	readonly typeOnly: boolean;
}

describe('the import rule', () => {
	const files = sourceFiles();

	it('holds in every file of src', () => {
		assert.ok(files.length > 0);
		assert.deepEqual(files.flatMap(violations), []);
	});

	it('knows each room, and each has a place for one file more or is divided', () => {
		const sizes = new Map<string, number>();
		for (const { fileName } of files) {
			sizes.set(roomOf(fileName), (sizes.get(roomOf(fileName)) ?? 0) + 1);
		}
		assert.deepEqual([...sizes.keys()].toSorted(), floors.flat().toSorted());
		assert.deepEqual(
			[...sizes].filter(([, size]) => size > mostFiles),
			[],
		);
	});

	it('is one idea, each file: none is too long', () => {
		const lengths = files.map(({ fileName, text }) => [fileName, text.trimEnd().split('\n').length] as const);
		assert.deepEqual(
			lengths.filter(([, lines]) => lines > mostLines),
			[],
		);
	});

	it('leaves no circle, not even of types', () => {
		assert.deepEqual(circleAmong(new Map(files.map(file => [file.fileName, filesBehind(file)]))), []);
	});

	it('sees a circle', () => {
		const circle = new Map([
			['attach/clock.ts', ['attach/errors.ts']],
			['attach/errors.ts', ['attach/doubts.ts']],
			['attach/doubts.ts', ['attach/clock.ts']],
		]);
		assert.deepEqual(circleAmong(circle), ['attach/clock.ts', 'attach/errors.ts', 'attach/doubts.ts']);
	});

	it('leaves it to the worker to look for secrets in what strangers wrote', () => {
		const loads = new Map(files.map(file => [file.fileName, filesLoadedBy(file)]));
		assert.deepEqual(loadedFrom('extension.ts', loads).filter(looksForSecrets), []);
		assert.ok(loadedFrom('machine/worker/worker.ts', loads).some(looksForSecrets));
	});

	it('sees what is loaded by the way, also later, but for types', () => {
		const loads = new Map([
			['editor/a.ts', filesLoadedBy(parse('editor/a.ts', `const b = await import('../machine/b.js');`))],
			[
				'machine/b.ts',
				filesLoadedBy(
					parse('machine/b.ts', `import type { C } from './c.js'; export { d } from '../attach/secrets/secrets.js';`),
				),
			],
		]);
		assert.deepEqual(loadedFrom('editor/a.ts', loads), ['editor/a.ts', 'machine/b.ts', 'attach/secrets/secrets.ts']);
	});

	const broken: readonly (readonly [file: string, source: string])[] = [
		['attach/plan/plan.ts', `import { CorClient } from '../../cor/client.js';`],
		['attach/plan/plan.ts', `import type { CorClient } from '../../cor/client.js';`],
		['attach/plan/plan.ts', `import type { KnownList } from '../delivery/delivery.js';`],
		['attach/plan/plan.ts', `import { readFile } from 'node:fs/promises';`],
		['attach/plan/plan.ts', `import { request } from 'node:https';`],
		['attach/plan/plan.ts', `import mime from 'mime-types';`],
		['attach/plan/plan.ts', `export { review } from './../../editor/review/review.js';`],
		['attach/secrets/secrets.ts', `import { oneLine } from '../text/one-line.js';`],
		['cor/client.ts', `import { review } from '../editor/review/review.js';`],
		['cor/client.ts', `import { reachCor } from './reach/reach.js';`],
		['cor/client.ts', `import type { Uri } from 'vscode';`],
		['cor/client.ts', `let uri: import('vscode').Uri;`],
		['cor/client.ts', `import { fetch } from 'undici';`],
		['cor/client.ts', `import { type fetch } from 'undici';`],
		['cor/client.ts', `import { request } from 'node:http';`],
		['machine/disk-file.ts', `import type { Uri } from 'vscode';`],
		['machine/git/patch.ts', `import { JournalStore } from '../journal/journal-store.js';`],
		['editor/view/tree/view-nodes.ts', `import { deepLinks } from '../../entry-points/deep-links.js';`],
		['editor/view/tree/view-nodes.ts', `import type { ToolInput } from '../../model-tools/tool-input.js';`],
		['editor/view/tree/view-nodes.ts', `import { onDemand } from '../../on-demand.js';`],
		['editor/review/review.ts', `import { chooseTask } from '../task/choose-task.js';`],
		['editor/review/review.ts', `import type { Parts } from '../flow/parts.js';`],
		['editor/review/review.ts', `const undici = await import('undici');`],
		['editor/review/review.ts', `import { activate } from '../../extension.js';`],
		['editor/review/review.ts', `const load = (name: string) => import(name);`],
		['editor/review/review.ts', `import { world } from '../../../test/sandbox/world.js';`],
		['extension.ts', `import vscode = require('../editor/vscode.js');`],
		['extension.ts', `const undici = require('undici');`],
		['common/text.ts', ''],
		['editor/utils/text.ts', ''],
	];
	for (const [file, source] of broken) {
		it(`is broken by ${source || 'any file'} in ${file}`, () => {
			assert.equal(violations(parse(file, source)).length, 1);
		});
	}

	const kept: readonly (readonly [file: string, source: string])[] = [
		[
			'attach/plan/plan.ts',
			`import { CorError } from '../errors.js'; import { uniqueNames } from './unique-names.js';`,
		],
		['attach/fields.ts', `import * as v from 'valibot';`],
		['cor/client.ts', `import type { fetch } from 'undici'; import { CorError } from '../attach/errors.js';`],
		['cor/http/multipart.ts', `import FormData from 'form-data'; import { PassThrough } from 'node:stream';`],
		['machine/proof-of-life.ts', `import { createServer } from 'node:net';`],
		['editor/flow/after.ts', `import * as vscode from 'vscode'; const later = import('../review/review.js');`],
		['extension.ts', `import { AttachmentsView } from './editor/view/attachments-view.js';`],
	];
	for (const [file, source] of kept) {
		it(`lets ${source} stand in ${file}`, () => {
			assert.deepEqual(violations(parse(file, source)), []);
		});
	}
});

/** Whether a file matches contents or names with the shapes of secrets; with a number alone nothing is matched. */
function looksForSecrets(file: string): boolean {
	return roomOf(file) === 'attach/secrets' && file !== 'attach/secrets/first-part-bytes.ts';
}

/** The files of ours that a file loads, at once or later. */
function filesLoadedBy(source: ts.SourceFile): readonly string[] {
	return importsOf(source).flatMap(({ specifier = '', typeOnly }) =>
		specifier.startsWith('.') && !typeOnly ? [behind(specifier, source.fileName)] : [],
	);
}

/** A file, and all that is loaded because of it. */
function loadedFrom(file: string, loads: ReadonlyMap<string, readonly string[]>): readonly string[] {
	const loaded = new Set([file]);
	for (const each of loaded) {
		for (const next of loads.get(each) ?? []) {
			loaded.add(next);
		}
	}
	return [...loaded];
}

function violations(source: ts.SourceFile): readonly string[] {
	const file = source.fileName;
	if (floorOf(file) < 0) {
		return [`${file}: no room of the list`];
	}
	return importsOf(source)
		.filter(found => !isAllowed(found, file))
		.map(({ specifier }) => `${file} must not import ${specifier ?? 'what cannot be read here'}`);
}

function isAllowed(imported: Import, file: string): boolean {
	if (imported.specifier === undefined) {
		return false;
	}
	if (!imported.specifier.startsWith('.')) {
		return mayImportPackage[file.split('/')[0] ?? '']?.(imported) ?? false;
	}
	const target = behind(imported.specifier, file);
	return roomOf(target) === roomOf(file) || floorOf(target) > floorOf(file);
}

function isEditor(specifier: string): boolean {
	return specifier === 'vscode';
}

/** undici's types describe the fetch that is handed in; its code would be a second HTTP client beside the editor's. */
function isNoClient(specifier: string, typeOnly: boolean): boolean {
	return specifier !== 'undici' || typeOnly;
}

/** The folder of a file, or the file itself where it stands in no room. */
function roomOf(file: string): string {
	const folder = posix.dirname(file);
	return folder === '.' ? file : folder;
}

function floorOf(file: string): number {
	return floors.findIndex(rooms => rooms.includes(roomOf(file)));
}

function behind(specifier: string, file: string): string {
	return posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.ts');
}

function filesBehind(source: ts.SourceFile): readonly string[] {
	return importsOf(source).flatMap(({ specifier = '' }) =>
		specifier.startsWith('.') ? [behind(specifier, source.fileName)] : [],
	);
}

/** Files each of which imports the next, and the last the first; none where there is no such circle. */
function circleAmong(imports: ReadonlyMap<string, readonly string[]>): readonly string[] {
	const done = new Set<string>();
	const follow = (file: string, path: readonly string[]): readonly string[] => {
		if (path.includes(file)) {
			return path.slice(path.indexOf(file));
		}
		if (done.has(file)) {
			return [];
		}
		for (const next of imports.get(file) ?? []) {
			const circle = follow(next, [...path, file]);
			if (circle.length > 0) {
				return circle;
			}
		}
		done.add(file);
		return [];
	};
	return [...imports.keys()].map(file => follow(file, [])).find(circle => circle.length > 0) ?? [];
}

function importsOf(source: ts.SourceFile): readonly Import[] {
	return nodesOf(source)
		.map(importOf)
		.filter(found => found !== undefined);
}

function importOf(node: ts.Node): Import | undefined {
	if (ts.isImportDeclaration(node)) {
		return { specifier: textOf(node.moduleSpecifier), typeOnly: node.importClause?.isTypeOnly ?? false };
	}
	if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
		return { specifier: textOf(node.moduleSpecifier), typeOnly: node.isTypeOnly };
	}
	if (ts.isExternalModuleReference(node)) {
		return { specifier: textOf(node.expression), typeOnly: false };
	}
	if (ts.isImportTypeNode(node)) {
		return {
			specifier: ts.isLiteralTypeNode(node.argument) ? textOf(node.argument.literal) : undefined,
			typeOnly: true,
		};
	}
	if (ts.isCallExpression(node) && loadsModule(node.expression)) {
		return { specifier: textOf(node.arguments[0]), typeOnly: false };
	}
	return undefined;
}

function loadsModule(callee: ts.Expression): boolean {
	return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');
}

function textOf(node: ts.Node | undefined): string | undefined {
	return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}
