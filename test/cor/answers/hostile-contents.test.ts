import assert from 'node:assert/strict';
import { lookFor, toBaseline } from '../../../src/attach/arrival/evidence.js';
import {
	readAttachmentPage,
	readFoundTasks,
	readTask,
	readToken,
	readUploadAnswer,
} from '../../../src/cor/answers/answers.js';
import { answerOf } from '../kit/answer-of.js';
import { connect, inShort, wordsOf } from '../kit/connect.js';
import { growthOf } from '../kit/memory.js';
import { Handles } from '../kit/parts.js';
import { readFailure } from '../kit/read-failure.js';
import { afterBody, send, startedServer } from '../kit/started-server.js';

const signal = new AbortController().signal;

describe('a list that is meant to do harm', () => {
	const server = startedServer();
	const list = () => connect(server.apiUrl).readAttachments(1);
	/** Answers page after page with what `data` and `lastPage` make of its number. */
	const pages = (data: (page: number) => readonly unknown[], lastPage: (page: number) => unknown) =>
		server.answer(({ url }, response) => {
			const page = Number(new URL(url ?? '', server.apiUrl).searchParams.get('page'));
			send(response, 200, JSON.stringify({ data: data(page), lastPage: lastPage(page) }));
		});
	const entries = (count: number, from = 1) =>
		Array.from({ length: count }, (_, index) => ({ id: from + index, originalname: `${from + index}.txt`, size: 1 }));

	it('says that there is one page more, and again, and repeats what it said: it is left at the first repetition', async () => {
		pages(
			() => entries(50),
			page => page + 1,
		);

		assert.equal((await readFailure(list())).kind, 'unreadable-answer');
		assert.equal(server.requests.length, 2);
	});

	it('has new entries on every page, for ever: it is left at 20,000', async () => {
		pages(
			page => entries(5_000, page * 5_000),
			page => page + 1,
		);

		assert.equal((await readFailure(list())).kind, 'unreadable-answer');
		assert.equal(server.requests.length, 5);
	});

	it('is made of long pages, for ever: no more than 64 MiB of them is read', async () => {
		pages(
			page => [{ id: page, originalname: 'x'.repeat(7_000_000) }],
			() => 200,
		);
		const { result, megabytes } = await growthOf(() => readFailure(list()));

		assert.equal(result.kind, 'unreadable-answer');
		assert.equal(server.requests.length, 10);
		assert.ok(megabytes < 500, `${megabytes} MB`);
	});

	for (const lastPage of [0, -1, 1.5, '', null, 'Infinity', 1e300, {}, undefined]) {
		it(`is read until nothing new comes where the last page is ${JSON.stringify(lastPage)}`, async () => {
			pages(
				page => (page < 3 ? entries(3, 3 * page) : []),
				() => lastPage,
			);

			assert.deepEqual(
				(await list()).map(({ id }) => id),
				[3, 4, 5, 6, 7, 8],
			);
			assert.equal(server.requests.length, 3);
		});
	}

	it('of 10,000 is read whole, in one page or in many, each entry once', async () => {
		for (const perPage of [10_000, 50]) {
			pages(
				// The last of a page is the first of the next, as when somebody attaches something meanwhile.
				page =>
					entries(Math.min(perPage, 10_000 - (page - 1) * perPage), (page - 1) * perPage + 1 - (page > 1 ? 1 : 0)),
				() => 10_000 / perPage,
			);
			const found = await list();

			assert.equal(new Set(found.map(({ id }) => id)).size, found.length);
			assert.ok(found.length >= 9_999);
		}
	});

	it('of 200,000 on one page is no list of a task', async () => {
		pages(
			() => entries(200_000),
			() => 1,
		);

		assert.equal((await readFailure(list())).kind, 'unreadable-answer');
	});

	it('is no danger for what is compared with it', () => {
		const many = Array.from({ length: 500_000 }, (_, index) => ({ id: index + 1, name: 'a.txt', size: 1, userId: 7 }));
		const baseline = toBaseline(many.slice(0, -1), [1]);
		const sought = {
			name: 'a.txt',
			size: 1,
			ownIds: new Set([7]),
			baseline,
		};
		const circumstances = { sizesDiffer: false, hasNamesake: false, claimed: new Set<number>() };

		assert.equal(baseline.ids.size, 499_999);
		assert.equal(lookFor(sought, many, circumstances).status, 'found');
	});
});

describe('an answer with what no answer has', () => {
	const server = startedServer();
	const upload = () => connect(server.apiUrl).upload(1, [new Handles().part('a.txt', 'a')], { signal });

	for (const id of [0, -5, 1.5, 1e300, '12e3', '0x10', ' 7', '99999999999999999999', '', true, null, [7], { id: 7 }]) {
		it(`has not stored a file under the id ${JSON.stringify(id)}`, async () => {
			server.answer(afterBody(200, JSON.stringify({ files: [{ id, originalname: 'a.txt' }] })));

			assert.equal(inShort((await upload())[0]), 'unknown unreadable-answer');
		});
	}

	for (const body of [
		'{"files":[{"__proto__":{"id":7}}]}',
		'{"files":{"0":{"id":7},"length":1}}',
		'{"__proto__":{"files":[{"id":7}]}}',
		'{"constructor":{"prototype":{"files":[{"id":7}]}}}',
		'[{"files":[{"id":7}]}]',
		'{"files":[[{"id":7}]]}',
		'{"files":"id"}',
	]) {
		it(`has not stored a file by ${body}`, async () => {
			server.answer(afterBody(200, body));

			assert.equal(inShort((await upload())[0]), 'unknown unreadable-answer');
			assert.equal(({} as { files?: unknown; id?: unknown }).files ?? ({} as { id?: unknown }).id, undefined);
		});
	}

	it('is not taken at its word for longer than anybody reads', async () => {
		const long = 'x'.repeat(2_000_000);
		server.answer(afterBody(400, JSON.stringify({ errors: [{ filename: 'a.txt', message: long }] })));
		const [end] = await upload();

		assert.equal(inShort(end), 'failed rejected');
		assert.equal(wordsOf(end)?.length, 500);
		assert.ok(end && 'error' in end && end.error.message.length < 1_000);
		const task = readTask(
			answerOf(JSON.stringify({ id: 7, title: long, project: { name: long, client: { name: long } } })),
		);
		assert.ok(JSON.stringify(task).length < 4_000);
		const [attachment] = readUploadAnswer(answerOf(JSON.stringify({ files: [{ id: 7, originalname: long }] }))).stored;
		assert.equal(attachment?.name.length, 1_000);
	});

	it('has no more tasks than a person can choose from', () => {
		const tasks = Array.from({ length: 5_000 }, (_, index) => ({ id: index + 1, title: 'x' }));

		assert.equal(readFoundTasks(answerOf(JSON.stringify(tasks))).length, 200);
	});

	for (const token of [
		{ access_token: 'x'.repeat(100_000) },
		{ access_token: 'a', refresh_token: 'x'.repeat(100_000) },
	]) {
		it(`has no token that no server would take (${Object.keys(token).at(-1)})`, () => {
			assert.throws(() => readToken(answerOf(JSON.stringify(token)), 0), { kind: 'unreadable-answer' });
		});
	}
});

describe("the address of a file in COR's answer", () => {
	const addressFor = async (url: unknown) =>
		(await readAttachmentPage(answerOf(JSON.stringify({ data: [{ id: 7, url }] })))).attachments[0]?.url;

	for (const url of [
		'javascript:alert(1)',
		'JaVaScRiPt://cor.works/%0aalert(1)',
		'data:text/html,<script>alert(1)</script>',
		'vbscript:x',
		'file:///etc/passwd',
		'command:workbench.action.terminal.new',
		'vscode://cor.cor-attachments/x',
		'http://files.example/a.pdf',
		'http://127.0.0.1.example/a.pdf',
		'http://localhost.example/a.pdf',
		'ftp://127.0.0.1/a.pdf',
		'//files.example/a.pdf',
		'/files/a.pdf',
		`https://files.example/${'x'.repeat(10_000)}`,
		'',
		7,
		null,
		['https://files.example/a.pdf'],
	]) {
		it(`is none where it is ${JSON.stringify(url)?.slice(0, 60)}`, async () => {
			assert.equal(await addressFor(url), undefined);
		});
	}

	for (const [url, found] of [
		['https://files.example/a.pdf?X-Amz-Signature=a%2Fb', 'https://files.example/a.pdf?X-Amz-Signature=a%2Fb'],
		['http://127.0.0.1:8080/a.pdf', 'http://127.0.0.1:8080/a.pdf'],
		['https://files.example/diseño final.pdf', 'https://files.example/dise%C3%B1o%20final.pdf'],
		['https://files.example/a\nrm -rf ~\n', 'https://files.example/arm%20-rf%20~'],
		['https://files.example/\u202efdp.exe', 'https://files.example/%E2%80%AEfdp.exe'],
	] as const) {
		it(`is ${found} where it is ${JSON.stringify(url)}`, async () => {
			assert.equal(await addressFor(url), found);
		});
	}
});
