import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { literally } from '../../host/literally.js';
import { readJson, root } from './manifest.js';

/** What a picture was made from. */
interface Made {
	/** Of the picture's file. */
	readonly sha256: string;
	/** The English texts of the interface that can be read on it, sorted. */
	readonly texts: readonly string[];
}

const record = 'media/made-from.json';
const leastLetters = 3;

/** Every picture of the README by its file, such as `media/film.gif`, as the command that made it has noted. */
export function readMadeFrom(): Readonly<Record<string, Made>> {
	return readJson<Record<string, Made>>(record);
}

/** Notes pictures that were just made, with what could be read on each; leaves out those that `isKept` does not want. */
export function noteMadeFrom(made: ReadonlyMap<string, readonly string[]>, isKept: (file: string) => boolean): void {
	const kept = Object.entries(readMadeFrom()).filter(([file]) => isKept(file) && !made.has(file));
	const added = [...made].map(([file, shown]) => [file, { sha256: sha256Of(file), texts: textsAmong(shown) }] as const);
	const all = Object.fromEntries([...kept, ...added].sort(([a], [b]) => (a < b ? -1 : 1)));
	writeFileSync(path.join(root, record), `${JSON.stringify(all, undefined, '\t')}\n`);
}

export function sha256Of(file: string): string {
	return createHash('sha256')
		.update(readFileSync(path.join(root, file)))
		.digest('hex');
}

/** Every English text that the interface has: those of the manifest, and those of the code. */
export function interfaceTexts(): ReadonlySet<string> {
	const manifest = readJson<Readonly<Record<string, string>>>('package.nls.json');
	const code = readJson<Readonly<Record<string, string>>>('media/l10n/bundle.l10n.es.json');
	return new Set([...Object.values(manifest), ...Object.keys(code)]);
}

/** Which texts of the interface these lines are, or the sentences and the parts between dots in them; of several, the most particular. */
function textsAmong(lines: readonly string[]): readonly string[] {
	const known = [...interfaceTexts()]
		.filter(text => lettersOf(text) >= leastLetters)
		.sort((a, b) => lettersOf(b) - lettersOf(a))
		.map(text => ({ text, pattern: patternOf(text) }));
	const shown = new Set(lines.flatMap(line => [line, ...line.split(' · '), ...line.split(/(?<=[.:?]) /)]));
	const found = [...shown].map(line => known.find(({ pattern }) => pattern.test(line))?.text);
	return [...new Set(found.filter(text => text !== undefined))].sort();
}

/** How many letters it has of its own. */
function lettersOf(text: string): number {
	return text.replace(/\{\d+\}|[^\p{L}]/gu, '').length;
}

function patternOf(text: string): RegExp {
	const parts = text.split(/\{\d+\}/).map(literally);
	return new RegExp(`^${parts.join('[^·]+')}$`, 'u');
}
