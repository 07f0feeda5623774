import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const src = join(__dirname, '../../../src');

/** Every file of the product, parsed; its name is the path below src, with `/`. */
export function sourceFiles(): readonly ts.SourceFile[] {
	return readdirSync(src, { recursive: true, encoding: 'utf8' })
		.filter(file => file.endsWith('.ts'))
		.map(file => parse(file.replaceAll('\\', '/'), readFileSync(join(src, file), 'utf8')));
}

/** Parses one file; every node knows its parent. */
export function parse(name: string, text: string): ts.SourceFile {
	return ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
}

/** The node and everything below it. */
export function nodesOf(node: ts.Node): readonly ts.Node[] {
	const found = [node];
	ts.forEachChild(node, child => {
		found.push(...nodesOf(child));
	});
	return found;
}

/** Where a node stands, for the message of a failed test. */
export function placeOf(node: ts.Node): string {
	const file = node.getSourceFile();
	return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
