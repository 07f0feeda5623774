import assert from 'node:assert/strict';
import type { fetch } from 'undici';
import * as v from 'valibot';
import { readAttachmentPage, readFoundTasks, readReferences } from '../../../src/cor/answers/answers.js';
import { AnswerValue } from '../../../src/cor/http/answer-value.js';
import { Redaction } from '../../../src/cor/http/redaction.js';
import { exchange } from '../../../src/cor/http/transport.js';
import { seeded } from '../../attach/kit/hostile-names.js';
import { hostileBodies, kindsOfHostileBodies } from '../kit/hostile-lists.js';

const url = new URL('https://cor.example/v1');
const mostAtOnce = 25_000;

/** The list that is an answer, or is its `data`. */
function listIn(body: AnswerValue) {
	return body.find(text => {
		const list = v.array(v.union([v.number(), v.object({ id: v.number(), originalname: text(100) })]));
		return v.union([
			list,
			v.pipe(
				v.object({ data: list }),
				v.transform(({ data }) => data),
			),
		]);
	});
}

/** How often JSON names or separates a value in a text, without what stands in quotes. */
function valuesIn(json: string): number {
	return json.replace(/"(?:[^"\\]|\\.)*"/g, '').replace(/[^,:[{]/g, '').length;
}

describe('a body that is meant to take long', () => {
	const answer = async (text: string, status = 200) => {
		const chunks = async function* (): AsyncGenerator<Uint8Array> {
			const bytes = Buffer.from(text);
			for (let from = 0; from < bytes.length; from += 65_536) {
				yield bytes.subarray(from, from + 65_536);
			}
		};
		const fake = (async () => ({ status, headers: new Headers(), body: chunks() })) as unknown as typeof fetch;
		return exchange({ fetch: fake, redaction: new Redaction() }, url, {});
	};
	/** The values of the JSON that is parsed at one go. */
	const watched = async <Result>(work: () => Promise<Result>) => {
		const original = JSON.parse;
		let most = 0;
		JSON.parse = (text, ...rest) => {
			most = Math.max(most, valuesIn(text));
			return original(text, ...rest);
		};
		try {
			return { result: await work().catch((error: unknown) => error), most };
		} finally {
			JSON.parse = original;
		}
	};

	const bodies = hostileBodies(seeded(11), 1024 * 1024);
	for (let kind = 0; kind < kindsOfHostileBodies; kind += 1) {
		const { kind: what, text } = bodies.next().value;
		it(`is never parsed more than ${mostAtOnce} values at one go: ${what}`, async () => {
			for (const status of [200, 400]) {
				const { most } = await watched(async () => {
					const { body } = await answer(text, status);
					await readAttachmentPage(body);
				});
				assert.ok(most <= mostAtOnce, `${most} values`);
			}
		});
	}

	it('is read whole where it is a long list of COR, wherever it comes apart', async () => {
		const data = Array.from({ length: 10_000 }, (_, index) => ({
			id: index + 1,
			originalname: `a],[{"\\"${index}`,
			size: 7,
			x: [[1], {}],
		}));
		const named = JSON.stringify({ lastPage: 1, data, more: [1] });
		const beforeNamed = named.replace(/\}$/, ',"0":[],"1":[[]],"2":[""]}'); // an object has these names in front
		for (const json of [named, beforeNamed, JSON.stringify(data)]) {
			const { result, most } = await watched(async () => (await answer(json)).body);
			assert.ok(most <= mostAtOnce, `${most} values`);
			assert.ok(result instanceof AnswerValue);
			assert.deepEqual(
				listIn(result),
				data.map(({ id, originalname }) => ({ id, originalname })),
			);
		}
	});

	for (const [what, json] of [
		['a comma too many where it is cut', `[${'1,'.repeat(9_000)}]`],
		['no end of its list', `{"data":[${'1,'.repeat(9_000)}1`],
		['words behind its end', `[${'1,'.repeat(9_000)}1] 1`],
		['its list twice', `{"data":[${'1,'.repeat(9_000)}1],"data":1}`],
		['its list twice, and empty', `{"data":[${'1,'.repeat(9_000)}1],"data":[]}`],
	] as const) {
		it(`is no JSON with ${what}`, async () => {
			const { body } = await answer(json);
			assert.equal(listIn(body), undefined);
		});
	}

	it('is read behind the mark of its byte order, long or short', async () => {
		for (const items of [[1], Array<number>(9_000).fill(1)]) {
			const { body } = await answer(`\ufeff{"data":${JSON.stringify(items)}}`);
			assert.deepEqual(listIn(body), items);
		}
	});

	it('tells of an error by its status alone where it is over the bounds', async () => {
		const { status, body } = await answer('['.repeat(1_000), 429);

		assert.deepEqual([status, body.find(() => v.unknown())], [429, undefined]);
	});

	it('is refused as soon as it is over the bounds, and not read to its end', async () => {
		for (const text of ['['.repeat(1_000_000), `{${'"a":0,'.repeat(1_000_000)}`, `[${'0,'.repeat(1_000_000)}`]) {
			await assert.rejects(answer(text), { kind: 'unreadable-answer' });
		}
	});

	it('gives no text that is cleaned before it is cut', async () => {
		const hiding = new Redaction();
		const lengths: number[] = [];
		const redact = hiding.redact.bind(hiding);
		hiding.redact = text => {
			lengths.push(text.length);
			return redact(text);
		};
		const fake = (async () => ({
			status: 200,
			headers: new Headers(),
			body: [Buffer.from(JSON.stringify([{ id: 1, title: 'x'.repeat(1_000_000) }]))],
		})) as unknown as typeof fetch;
		const { body } = await exchange({ fetch: fake, redaction: hiding }, url, {});

		assert.equal(readFoundTasks(body)[0]?.title.length, 1_000);
		assert.ok(lengths.length > 0 && lengths.every(length => length < 2_000), String(lengths));
	});

	const turnsDuring = async (work: () => Promise<unknown>): Promise<number> => {
		let turns = 0;
		let isRead = false;
		const others = async (): Promise<void> => {
			while (!isRead) {
				turns += 1;
				await new Promise(setImmediate);
			}
		};
		await Promise.all([
			others(),
			work().then(() => {
				isRead = true;
			}),
		]);
		return turns;
	};

	it('has its attachments read in turns', async () => {
		const data = Array.from({ length: 1_000 }, (_, index) => ({ id: index + 1 }));
		const { body } = await answer(JSON.stringify({ data }));

		const turns = await turnsDuring(() => readAttachmentPage(body));

		assert.ok(turns >= 10, `${turns} turns`);
	});

	it('has its messages read one in each turn: each may refer to a thousand attachments', async () => {
		const attachments = Array.from({ length: 1_000 }, (_, index) => ({ id: index + 1 }));
		const { body } = await answer(JSON.stringify(Array(20).fill({ attachments })));

		const turns = await turnsDuring(() => readReferences(body));

		assert.ok(turns >= 20, `${turns} turns`);
	});
});
