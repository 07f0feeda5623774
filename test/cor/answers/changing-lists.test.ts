import assert from 'node:assert/strict';
import { connect } from '../kit/connect.js';
import { readFailure } from '../kit/read-failure.js';
import { send, startedServer } from '../kit/started-server.js';

interface Envelope {
	readonly total?: unknown;
	readonly lastPage?: unknown;
}

const idsTo = (highest: number, lowest = 1) =>
	Array.from({ length: highest - lowest + 1 }, (_, index) => highest - index);

/** A list of these ids that is cut into pages whatever was asked for, and changes before each page is given. */
function listServer() {
	const server = startedServer();
	const serve = (
		ids: number[],
		perPage: number,
		envelope: (pages: number, total: number) => Envelope = (pages, total) => ({ total, lastPage: pages }),
		change: (request: number, ids: number[]) => void = () => {},
	) => {
		server.answer(({ url }, response) => {
			change(server.requests.length, ids);
			const page = Number(new URL(url ?? '', server.apiUrl).searchParams.get('page'));
			const data = ids.slice((page - 1) * perPage, page * perPage).map(id => ({ id, originalname: `${id}.txt` }));
			const about = envelope(Math.ceil(ids.length / perPage), ids.length);
			send(response, 200, JSON.stringify({ ...about, page, perPage, data }));
		});
	};
	const read = async () => (await connect(server.apiUrl).readAttachments(1)).map(({ id }) => id);
	const until = async (known: readonly number[]) => {
		const found = await connect(server.apiUrl).readAttachmentsUntil(1, id => known.includes(id));
		return [found.attachments.map(({ id }) => id), found.isWhole, server.requests.length] as const;
	};
	return { server, serve, read, until };
}

describe('a list of attachments that is not as it was asked for', () => {
	const { server, serve, read } = listServer();

	for (const [title, envelope] of [
		['and says so', undefined],
		['and says so in text', (pages: number, total: number) => ({ total: String(total), lastPage: String(pages) })],
		['and reckons with pages of 50', (_: number, total: number) => ({ total, lastPage: total / 50 })],
		['and always says that there is one page', (_: number, total: number) => ({ total, lastPage: 1 })],
		['and says how many there are alone', (_: number, total: number) => ({ total })],
	] as const) {
		it(`is read whole: 5,000 in pages of 20 ${title}`, async () => {
			serve(idsTo(5_000), 20, envelope);

			assert.deepEqual(await read(), idsTo(5_000));
			assert.equal(server.requests.length, 250);
		}).timeout(20_000);
	}

	it('is read whole where it says nothing of its length: until a page is empty', async () => {
		serve(idsTo(100), 50, () => ({}));

		assert.deepEqual(await read(), idsTo(100));
		assert.equal(server.requests.length, 3);
	});

	it('is read whole where it counts more than it lists: until a page is empty', async () => {
		serve(idsTo(100), 50, () => ({ total: 130, lastPage: 2 }));

		assert.deepEqual(await read(), idsTo(100));
		assert.equal(server.requests.length, 3);
	});

	it('is read whole where its ids are in no order', async () => {
		const ids = idsTo(100).map(id => (id * 37) % 101);
		serve(ids, 20);

		assert.deepEqual(await read(), ids);
	});

	it('is read whole where it has a row twice on one page, and counts rows: until a page is empty', async () => {
		serve([2, 2, 1], 50);

		assert.deepEqual(await read(), [2, 1]);
		assert.equal(server.requests.length, 2);
	});

	it('is read whole where it has rows twice, and counts each entry once: no further than to the last', async () => {
		const rows = idsTo(50).flatMap(id => (id % 5 === 0 ? [id, id] : [id]));
		for (const envelope of [() => ({ total: 50, lastPage: 1 }), () => ({ total: 50 })]) {
			serve(rows, 50, envelope); // between 10, 10 and 9

			assert.deepEqual(await read(), idsTo(50));
		}
		assert.equal(server.requests.length, 4);
	});

	it('is not taken for whole where it ends before it says', async () => {
		serve(idsTo(40), 20, () => ({ total: 60, lastPage: 3 }));

		assert.equal((await readFailure(read())).kind, 'unreadable-answer');
		assert.equal(server.requests.length, 3);
	});

	it('is not taken for whole where each page is the first one', async () => {
		server.answer((_, response) => {
			send(response, 200, JSON.stringify({ total: 60, lastPage: 1, data: idsTo(20).map(id => ({ id })) }));
		});

		assert.equal((await readFailure(read())).kind, 'unreadable-answer');
		assert.equal(server.requests.length, 2);
	});

	for (const entry of [null, { id: 'x' }, { id: null, originalname: 'a.txt' }, 7]) {
		it(`is not taken for whole where it has the entry ${JSON.stringify(entry)}: that may be a file of ours`, async () => {
			server.answer((_, response) => send(response, 200, JSON.stringify({ lastPage: 1, data: [{ id: 1 }, entry] })));

			assert.equal((await readFailure(read())).kind, 'unreadable-answer');
			assert.equal((await connect(server.apiUrl).readAttachmentPage(1, 1)).attachments.length, 1);
		});
	}
});

describe('a list of attachments that changes while it is read', () => {
	const { server, serve, read } = listServer();

	it('has each once where others are attached meanwhile, and those that were there', async () => {
		serve(idsTo(100), 20, undefined, (request, ids) => {
			if (request === 3) {
				ids.unshift(101, 102);
			}
		});
		const found = await read();

		assert.equal(new Set(found).size, found.length);
		assert.deepEqual(
			idsTo(100).filter(id => !found.includes(id)),
			[],
		);
	});

	it('is read anew where one was taken away, so that none is left out', async () => {
		serve(idsTo(100), 20, undefined, (request, ids) => {
			if (request === 3) {
				ids.splice(ids.indexOf(95), 1);
			}
		});

		assert.deepEqual(
			await read(),
			idsTo(100).filter(id => id !== 95),
		);
		assert.equal(server.requests.length, 3 + 5);
	});

	it('is read anew where one was taken away, though another is there twice on one page', async () => {
		serve([...idsTo(41), ...idsTo(41).slice(-1)], 20, undefined, (request, ids) => {
			if (request === 2) {
				ids.unshift(...ids.splice(ids.indexOf(5), 1));
			}
		});

		assert.deepEqual(
			(await read()).toSorted((a, b) => b - a),
			idsTo(41),
		);
	});

	it('is read anew where one has moved to the front, so that none is left out', async () => {
		serve(idsTo(100), 20, undefined, (request, ids) => {
			if (request === 3) {
				ids.unshift(...ids.splice(ids.indexOf(50), 1));
			}
		});

		assert.deepEqual(
			(await read()).toSorted((a, b) => b - a),
			idsTo(100),
		);
	});

	it('is given up where one is taken away each time', async () => {
		serve(idsTo(100), 20, undefined, (_, ids) => ids.shift());

		assert.equal((await readFailure(read())).kind, 'unreadable-answer');
		assert.equal(server.requests.length, 3 * 2);
	});
});

describe('the newest attachments of a task', () => {
	const { serve, until } = listServer();

	it('are read up to the first page on which all are known', async () => {
		serve(idsTo(100), 20);

		assert.deepEqual(await until(idsTo(97)), [idsTo(100, 61), false, 2]);
	});

	it('are one page where nothing is new', async () => {
		serve(idsTo(100), 20);

		assert.deepEqual(await until(idsTo(100)), [idsTo(100, 81), false, 1]);
	});

	it('are the whole list where it is short, or where all are new', async () => {
		serve(idsTo(10), 20);
		assert.deepEqual(await until(idsTo(10)), [idsTo(10), true, 1]);

		serve(idsTo(60), 20);
		assert.deepEqual((await until([])).slice(0, 2), [idsTo(60), true]);
	});

	it('are looked for to the end where the oldest come first', async () => {
		const ids = idsTo(100).toReversed();
		serve(ids, 20);

		assert.deepEqual(await until(idsTo(97)), [ids, true, 5]);
	});

	it('are looked for to the end once one is out of order', async () => {
		const ids = [1, ...idsTo(100, 2)];
		serve(ids, 20);

		assert.deepEqual(await until(idsTo(97)), [ids, true, 5]);
	});
});
