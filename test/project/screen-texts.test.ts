import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { literally } from '../host/literally.js';
import { readJson, root } from './kit/manifest.js';
import { nodesOf, parse, placeOf } from './kit/source-files.js';
import type { Texts } from './kit/translation.js';

/** What the editor itself calls something of its own by a text that is one of ours, too. */
const editorsOwn = new Set(['Sign Out']);
/** What gives a text for its key. */
const lookUps = new Set(['say', 'title', 'titled', 'beginning', 'like']);

const texts = [
	...Object.keys(readJson<Texts>('media/l10n/bundle.l10n.es.json')),
	...Object.values(readJson<Texts>('package.nls.json')),
].filter(
	text =>
		text.includes('{0}')
			? /\p{L} \p{L}/u.test(text.replace(/\{\d\}/g, '|')) // else too little is left to tell it by
			: !/^\p{Ll}+$/u.test(text), // such a word is as often one of COR's or of the browser's
);
/** One of our texts, with anything in its places. */
const ours = new RegExp(`^(?:${texts.map(inPattern).join('|')})$`, 's');

function inPattern(text: string): string {
	return text
		.split(/\{\d\}/)
		.map(literally)
		.join('.+');
}

/** The texts of ours that a file spells out, with something in their places, instead of looking them up. */
function writtenOut(file: ts.SourceFile): readonly string[] {
	return nodesOf(file).flatMap(node => {
		const text = textOf(node);
		return text === undefined || isLookedUp(node) || editorsOwn.has(text) || !ours.test(text)
			? []
			: [`${placeOf(node)}: ${text}`];
	});
}

function isLookedUp(node: ts.Node): boolean {
	const { parent } = node;
	return ts.isCallExpression(parent) && lookUps.has(parent.expression.getText()) && parent.arguments[0] === node;
}

function textOf(node: ts.Node): string | undefined {
	if (ts.isStringLiteralLike(node)) {
		return node.text;
	}
	return ts.isTemplateExpression(node)
		? [node.head.text, ...node.templateSpans.map(({ literal }) => `…${literal.text}`)].join('')
		: undefined;
}

describe('the tests on the screen', () => {
	it('look up the texts of ours that they expect', () => {
		const screen = join(root, 'test/screen');
		const files = readdirSync(screen, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'));
		assert.deepEqual(
			files.flatMap(name => writtenOut(parse(name, readFileSync(join(screen, name), 'utf8')))),
			[],
		);
	});
});
