import assert from 'node:assert/strict';
import type { fetch as Fetch } from 'undici';
import { CorError } from '../../src/attach/errors.js';
import { archivePaths } from '../../src/attach/plan/archive.js';
import { uniqueNames } from '../../src/attach/plan/unique-names.js';
import { codeSpan, markdownLink, markdownText } from '../../src/attach/text/markdown.js';
import { oneLine, unprintable } from '../../src/attach/text/one-line.js';
import { plainText } from '../../src/attach/text/plain-text.js';
import { Redaction } from '../../src/cor/http/redaction.js';
import { hostileNames, kindsOfHostileNames } from '../attach/kit/hostile-names.js';
import { connect } from '../cor/kit/connect.js';
import { hostileBodies, hostileSpellings, kindsOfHostileBodies } from '../cor/kit/hostile-lists.js';
import { MiB } from '../editor/kit/resident-memory.js';
import type { Round } from './worker-kinds.js';

/** Paths of one batch: each gets a name that no other has, and no harm in it. */
export async function names({ draw, meter }: Round): Promise<void> {
	const batches = hostileNames(draw.random, draw.once(40) ? 2_000 : 100);
	for (let skipped = draw.below(kindsOfHostileNames); skipped > 0; skipped -= 1) {
		batches.next();
	}
	const items = batches.next().value.paths.map(relativePath => ({ relativePath }));
	for (const [count, name] of [
		[items.length, uniqueNames],
		[0, archivePaths], // the same again
	] as const) {
		const found = await meter.measure('names', count, () => name(items));
		assert.equal(new Set(found).size, items.length);
		assert.ok(found.every(each => each.search(unprintable) === -1));
	}
}

const textParts = [
	...'a_*[](){}<>`#&;:!|~$\\ \n\t',
	'](',
	'$(',
	'``',
	'&#x41;',
	'\u202e',
	'\0',
	'\ud800',
	'\u0301',
	'🎨',
	'http://a',
];

/** Titles, names and messages where the editor reads markup: one line, without an effect. */
export async function texts({ draw, meter }: Round): Promise<void> {
	for (let index = 0; index < 100; index += 1) {
		const unit = draw.text(textParts, 1 + draw.below(20));
		const text = unit.repeat(1 + draw.below(draw.once(100) ? 20_000 : 20));
		const made = await meter.measure('texts', 1, () => [
			oneLine(text),
			plainText(text),
			markdownText(text),
			markdownLink(text, 'https://cor.example/(a)'),
			codeSpan(text).replaceAll('\n', ' ').toWellFormed(),
		]);
		assert.ok(made.every(each => !each.includes('\n') && each.isWellFormed()));
		const [, plain = ''] = made;
		assert.ok(plain.length <= 300 && !plain.includes('$(') && !plain.includes(']('));
	}
}

/** COR's lists, single answers and errors: what they say, or an error with a kind. */
export async function bodies({ draw, meter }: Round): Promise<void> {
	const most = draw.once(50) ? MiB : 20_000;
	const bytes = draw.once(1_000) ? 8 * MiB : 1_000 + draw.below(most);
	const all = hostileBodies(draw.random, bytes);
	for (let kind = 0; kind < kindsOfHostileBodies; kind += 1) {
		const body = Buffer.from(all.next().value.text);
		const client = clientFor(body, draw.pick([200, 200, 400, 500]), new Redaction());
		const asked = draw.pick([() => client.readAttachments(1), () => client.readTask(1)]);
		await meter.measure('bodies', 1, () => asked().then(() => undefined, known));
	}
}

/** Errors of COR that repeat a credential in every spelling: none comes out. */
export async function spellings({ draw, meter }: Round): Promise<void> {
	const secret = draw.text([...'BCDFGHJKLMNPQRSTVWXZbcdfghjklmnpqrstvwxz023456789'], 20 + draw.below(60));
	const redaction = new Redaction();
	redaction.hide(secret);
	for (const { kind, text } of hostileSpellings(secret)) {
		const depth = draw.once(4) ? 1 + draw.below(3_000) : 0;
		const value = JSON.stringify({ message: `Sorry ${text}` });
		const body = Buffer.from(draw.once(2) ? value : `${'['.repeat(depth)}${value}${']'.repeat(depth)}`);
		const error = await meter.measure('spellings', 1, () =>
			clientFor(body, 400, redaction)
				.readTask(1)
				.then(() => undefined, known),
		);
		const told = `${error?.message} ${JSON.stringify(error?.details)} ${error?.stack}`;
		assert.ok(!told.includes(text) && !told.includes(JSON.stringify(text).slice(1, -1)), kind);
	}
}

function known(error: unknown): CorError {
	if (error instanceof CorError) {
		return error;
	}
	throw error;
}

/** A client to whom each request is answered with this body, in chunks. */
function clientFor(body: Uint8Array, status: number, redaction: Redaction) {
	async function* chunks(): AsyncGenerator<Uint8Array> {
		for (let from = 0; from < body.length; from += 65_536) {
			yield body.subarray(from, from + 65_536);
		}
	}
	const fetch = (async () => ({ status, headers: new Headers(), body: chunks() })) as unknown as typeof Fetch;
	return connect('https://cor.example/v1', { transport: { fetch, redaction } });
}
