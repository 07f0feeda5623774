import assert from 'node:assert/strict';
import { posix } from 'node:path';
import ts from 'typescript';
import { nodesOf, parse, sourceFiles } from './package/source-files.js';

interface Import {
	/** What stands between the quotes; `undefined` when it is computed, so that nobody can tell. */
	readonly specifier: string | undefined;
	/** Whether the compiler takes the whole of it away. */
	readonly typeOnly: boolean;
}

const mayImport: Readonly<Record<string, readonly string[]>> = {
	attach: ['attach'],
	cor: ['cor', 'attach'],
	editor: ['editor', 'cor', 'attach'],
	'extension.ts': ['editor', 'cor', 'attach'],
};
const knowVscode: ReadonlySet<string> = new Set(['editor', 'extension.ts']);
const network = /^(?:node:)?(?:http|https|http2|net|tls|dgram)$/;

describe('the import rule', () => {
	it('holds in every file of src', () => {
		const files = sourceFiles();

		assert.ok(files.length > 0);
		assert.deepEqual(files.flatMap(violations), []);
	});

	const broken: readonly (readonly [file: string, source: string])[] = [
		['attach/plan.ts', `import { CorClient } from '../cor/client.js';`],
		['attach/plan.ts', `import type { CorClient } from '../cor/client.js';`],
		['attach/plan.ts', `import { readFile } from 'node:fs/promises';`],
		['attach/plan.ts', `import { request } from 'node:https';`],
		['attach/plan.ts', `import mime from 'mime-types';`],
		['attach/plan.ts', `export { tell } from './../editor/tell.js';`],
		['cor/client.ts', `import { tell } from '../editor/tell.js';`],
		['cor/client.ts', `import type { Uri } from 'vscode';`],
		['cor/client.ts', `let uri: import('vscode').Uri;`],
		['cor/client.ts', `import { fetch } from 'undici';`],
		['cor/client.ts', `import { type fetch } from 'undici';`],
		['cor/client.ts', `import { request } from 'node:http';`],
		['editor/tell.ts', `const undici = await import('undici');`],
		['editor/tell.ts', `import { activate } from '../extension.js';`],
		['editor/tell.ts', `const load = (name: string) => import(name);`],
		['editor/tell.ts', `import { world } from '../../test/sandbox/world.js';`],
		['extension.ts', `import vscode = require('../editor/vscode.js');`],
		['extension.ts', `const undici = require('undici');`],
		['common/text.ts', ''],
	];
	for (const [file, source] of broken) {
		it(`is broken by ${source || 'any file'} in ${file}`, () => {
			assert.equal(violations(parse(file, source)).length, 1);
		});
	}

	const kept: readonly (readonly [file: string, source: string])[] = [
		['attach/plan.ts', `import { CorError } from './errors.js';`],
		['cor/client.ts', `import type { fetch } from 'undici'; import { CorError } from '../attach/errors.js';`],
		['cor/multipart.ts', `import FormData from 'form-data'; import { PassThrough } from 'node:stream';`],
		['editor/tell.ts', `import * as vscode from 'vscode'; const later = import('../cor/client.js');`],
		['extension.ts', `import { tell } from './editor/tell.js';`],
	];
	for (const [file, source] of kept) {
		it(`lets ${source} stand in ${file}`, () => {
			assert.deepEqual(violations(parse(file, source)), []);
		});
	}
});

function violations(source: ts.SourceFile): readonly string[] {
	const file = source.fileName;
	const area = areaOf(file);
	if (!mayImport[area]) {
		return [`${file}: src holds attach, cor, editor and extension.ts`];
	}
	return nodesOf(source)
		.map(importOf)
		.filter(found => found !== undefined && !isAllowed(found, file, area))
		.map(found => `${file} must not import ${found?.specifier ?? 'what cannot be read here'}`);
}

function isAllowed({ specifier, typeOnly }: Import, file: string, area: string): boolean {
	if (specifier === undefined) {
		return false;
	}
	if (specifier.startsWith('.')) {
		const target = areaOf(posix.join(posix.dirname(file), specifier));
		return mayImport[area]?.includes(target) ?? false;
	}
	if (specifier === 'vscode') {
		return knowVscode.has(area);
	}
	if (specifier === 'undici') {
		// Its types describe the fetch that is handed in; its code would be a second HTTP client beside the editor's.
		return typeOnly && area !== 'attach';
	}
	return area !== 'attach' && !(area === 'cor' && network.test(specifier));
}

function areaOf(path: string): string {
	return path.split('/')[0] ?? '';
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
