import assert from 'node:assert/strict';
import { CorError } from '../../../src/attach/errors.js';
import {
	deliverMessage,
	type MessageEnd,
	type PostedMessage,
} from '../../../src/attach/task-message/deliver-message.js';
import { ManualClock } from '../kit/manual-clock.js';

const broken = new CorError('network', 'the connection broke');
const unknown = { status: 'unknown', error: broken } as const;
const ours = [7, 8];

/** Delivers it with these answers, each list the next one; the last stays. */
async function deliver(
	post: PostedMessage,
	lists: readonly (readonly (readonly number[])[] | CorError)[] = [],
	{
		before,
		abortAfter,
		isWhole = true,
	}: { readonly before?: MessageEnd; readonly abortAfter?: number; readonly isWhole?: boolean } = {},
) {
	const abort = new AbortController();
	let posts = 0;
	let looks = 0;
	const end = await deliverMessage(ours, before, {
		post: async () => {
			posts += 1;
			return post;
		},
		list: async () => {
			const list = lists[Math.min(looks, lists.length - 1)] ?? [];
			looks += 1;
			if (looks === abortAfter) {
				abort.abort();
			}
			if (list instanceof CorError) {
				throw list;
			}
			return { messages: list, isWhole };
		},
		clock: new ManualClock(),
		signal: abort.signal,
	});
	return { end, posts, looks };
}

describe('the delivery of a message', () => {
	for (const posted of [{ status: 'sent' }, { status: 'failed', error: broken }] as const) {
		it(`ends with the answer where that tells: ${posted.status}`, async () => {
			assert.deepEqual(await deliver(posted), { end: posted, posts: 1, looks: 0 });
		});
	}

	it('looks no more once the credential is refused, and calls it refused for none of that', async () => {
		const refused = new CorError('unauthorized', 'HTTP 401');
		const posted = { status: 'unknown', error: refused } as const;
		assert.deepEqual(await deliver(posted, [refused, [ours]]), { end: posted, posts: 1, looks: 1 });
		assert.deepEqual((await deliver(posted, [[]])).end, posted);
		assert.deepEqual((await deliver(unknown, [refused])).end, unknown);
	});

	it('that is given up before anything left waits', async () => {
		assert.deepEqual((await deliver({ status: 'cancelled' })).end, { status: 'waits' });
	});

	it('finds it by what it refers to, among others and however late, and sends it once', async () => {
		const { end, posts, looks } = await deliver(unknown, [[], broken, [[1]], [[], [9, 8, 7]]]);
		assert.deepEqual([end, posts, looks], [{ status: 'sent', isFound: true }, 1, 4]);
	});

	it('does not take a message for it that refers to some of it', async () => {
		const { end, posts } = await deliver(unknown, [[[7], [8]]]);
		assert.deepEqual([end, posts], [unknown, 1]);
	});

	it('says that it is not there so far where COR lists what messages refer to', async () => {
		assert.deepEqual((await deliver(unknown, [[[1], []]])).end, { ...unknown, isAbsent: true });
	});

	it('leaves it open where COR lists only some messages, but finds it among these', async () => {
		assert.deepEqual((await deliver(unknown, [[[1]]], { isWhole: false })).end, unknown);
		assert.equal((await deliver(unknown, [[ours]], { isWhole: false })).end.status, 'sent');
	});

	for (const [what, list] of [
		['lists nothing', []],
		['does not list what messages refer to', [[], []]],
		['can not be read', broken],
	] as const) {
		it(`leaves it open where COR ${what}`, async () => {
			const { end, posts, looks } = await deliver(unknown, [list]);
			assert.deepEqual([end, posts], [unknown, 1]);
			assert.ok(looks > 3);
		});
	}

	it('looks no longer once it is given up', async () => {
		const { end, looks } = await deliver(unknown, [[]], { abortAfter: 1 });
		assert.deepEqual([end, looks], [unknown, 1]);
	});

	it('looks first where an earlier request may have brought it', async () => {
		const found = await deliver({ status: 'sent' }, [[ours]], { before: unknown });
		assert.deepEqual(found, { end: { status: 'sent', isFound: true }, posts: 0, looks: 1 });
		const sent = await deliver({ status: 'sent' }, [[]], { before: unknown });
		assert.deepEqual(sent, { end: { status: 'sent' }, posts: 1, looks: 1 });
	});

	it('reads each reference a few times, however many files there are', async () => {
		let reads = 0;
		const references = new Proxy(
			Array.from({ length: 1_000 }, (_, index) => 5_000 + index),
			{
				get: (target, key) => {
					reads += typeof key === 'string' && /^\d+$/.test(key) ? 1 : 0;
					return Reflect.get(target, key);
				},
			},
		);
		await deliverMessage(
			Array.from({ length: 1_000 }, (_, index) => index),
			unknown,
			{
				post: async () => ({ status: 'sent' }),
				list: async () => ({ messages: [references], isWhole: true }),
				clock: new ManualClock(),
				signal: new AbortController().signal,
			},
		);
		assert.ok(reads > 0 && reads <= 5_000, String(reads));
	});

	it('does not send it again where that look is not possible', async () => {
		assert.deepEqual(await deliver({ status: 'sent' }, [broken], { before: unknown }), {
			end: unknown,
			posts: 0,
			looks: 1,
		});
	});

	it('leaves it as open as it was where sending it again is given up', async () => {
		assert.deepEqual((await deliver({ status: 'cancelled' }, [[]], { before: unknown })).end, unknown);
	});
});
