import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { packLimits } from '../../../src/attach/delivery/parcels.js';
import type { Fault } from '../../sandbox/answers/faults.js';
import { anyText, text } from '../kit/text.js';
import { arrived, isUpload, sha256, useCor } from '../kit/use-cor.js';

const taskId = 4101;
const toTask = { method: 'POST', path: `/v1/tasks/${taskId}/attachments` };

describe("COR's answers", () => {
	const cor = useCor();

	for (const kind of ['html', 'empty', 'truncated-json', 'no-files', 'reset'] as const) {
		it(`that tell nothing (${kind}) are made up for by the task's list: what arrived is attached, and sent once`, async () => {
			const uris = [await cor.write('a.txt', 'a'), await cor.write('b.txt', 'b'), await cor.write('c.txt', 'c')];
			cor.sandbox.failNext(toTask, { kind });

			const { outcomes } = await cor.attach({ taskId, uris });

			const stored = cor.sandbox.attachments(taskId);
			assert.deepEqual(
				outcomes.map(({ name, status, attachmentId }) => [name, status, attachmentId]),
				['a.txt', 'b.txt', 'c.txt'].map(name => [
					name,
					'attached',
					stored.find(({ originalname }) => originalname === name)?.id,
				]),
			);
			assert.equal(stored.length, 3);
			assert.ok(cor.uploads() <= 3);
		});
	}

	it('that tell nothing, when the file is not on the task, leave it open whether it still comes', async () => {
		cor.sandbox.failNext(toTask, { kind: 'status', status: 200, body: '<h1>OK</h1>', early: false });

		const { outcomes } = await cor.attach({ taskId, uris: [await cor.write('a.txt', 'a')] });

		assert.deepEqual(
			outcomes.map(({ status, reason, attachmentId }) => [status, reason, attachmentId]),
			[['unknown', text('COR sent an unexpected response.'), undefined]],
		);
		assert.equal(cor.uploads(), 1);
	});

	it('that tell nothing do not have a late file taken for another one of its name and size', async () => {
		const events = new EventEmitter();
		const tired = { status: 504, body: 'tired' };
		const late = { kind: 'late', until: once(events, 'second held'), meanwhile: tired } as const;
		cor.sandbox.failNext(toTask, { ...late, onDone: () => events.emit('first kept') });
		cor.sandbox.failNext(toTask, {
			...late,
			until: once(events, 'all told'),
			onHeld: () => events.emit('second held'),
		});
		const firstKept = once(events, 'first kept');

		const before = await cor.attach({ taskId, uris: [await cor.write('a.txt', 'a')] });
		const since = await cor.attach({ taskId, uris: [await cor.write('a.txt', 'b')] });

		await firstKept;
		const stored = arrived(cor.sandbox, taskId);
		events.emit('all told');
		assert.deepEqual(
			[before, since].map(({ outcomes }) => outcomes[0]?.status),
			['unknown', 'unknown'],
		);
		assert.deepEqual(stored, { 'a.txt': sha256('a') });
		assert.equal(cor.uploads(), 2);
	});

	it('that are an error of COR are followed by another attempt when the file is surely not on the task', async () => {
		cor.sandbox.failNext(toTask, { kind: 'status', status: 500, body: {}, early: false });

		const { outcomes } = await cor.attach({ taskId, uris: [await cor.write('a.txt', 'a')] });

		assert.equal(outcomes[0]?.status, 'attached');
		assert.equal(cor.uploads(), 2);
		assert.equal(cor.sandbox.attachments(taskId).length, 1);
	});

	it('on the happy path are asked for once: the list of the task before, and each file', async () => {
		const large = 'x'.repeat(packLimits.maxFileBytes + 1);
		await cor.attach({ taskId, uris: [await cor.write('a.txt', large), await cor.write('b.txt', large)] });

		const toAttachments = cor.sandbox.requests.filter(({ path }) => path.endsWith('/attachments'));
		assert.deepEqual(
			toAttachments.map(({ method }) => method),
			['GET', 'POST', 'POST'],
		);
	});

	for (const singleRefusal of ['400', '200'] as const) {
		it(`tell each file's own truth in COR's words (refused with ${singleRefusal})`, async () => {
			cor.sandbox.set({ variants: { singleRefusal }, limits: { maxFileBytes: 10, refusedExtensions: ['exe'] } });
			const uris = [
				await cor.write('a.txt', 'a'),
				await cor.write('b.exe', 'b'),
				await cor.write('c.txt', 'c'.repeat(11)),
			];

			const { outcomes } = await cor.attach({ taskId, uris });

			assert.deepEqual(
				outcomes.map(({ name, status, reason }) => [name, status, reason]),
				[
					['a.txt', 'attached', undefined],
					['b.exe', 'failed', text('COR refused it: {0}', 'Invalid extension exe')],
					['c.txt', 'failed', text('COR refused it: {0}', 'File size exceeds the limit of 10 bytes')],
				],
			);
			assert.deepEqual(arrived(cor.sandbox, taskId), { 'a.txt': sha256('a') });
		});
	}

	const early: Readonly<Record<string, readonly [fault: Fault, reason: RegExp]>> = {
		'413': [
			{ kind: 'status', status: 413, body: '<h1>Request Entity Too Large</h1>' },
			anyText('The file is too large for COR or an intermediate server.'),
		],
		'429 that asks for more patience than there is': [
			{ kind: 'status', status: 429, headers: { 'retry-after': '3600' }, body: {} },
			anyText("COR isn't accepting requests until {0}. Try again then."),
		],
		'503 that asks for more patience than there is': [
			{ kind: 'status', status: 503, headers: { 'retry-after': '3600' }, body: '' },
			anyText("COR isn't accepting requests until {0}. Try again then."),
		],
		'403': [
			{ kind: 'status', status: 403, body: {} },
			anyText("Your COR role doesn't allow this. Ask your COR admin."),
		],
	};
	for (const [status, [fault, reason]] of Object.entries(early)) {
		it(`are reported that come while the file is still leaving (${status})`, async () => {
			cor.sandbox.failNext(toTask, fault);

			const { outcomes } = await cor.attach({
				taskId,
				uris: [await cor.write('grande.bin', new Uint8Array(20_000_000))],
			});

			assert.deepEqual(
				outcomes.map(outcome => outcome.status),
				['failed'],
			);
			assert.match(outcomes[0]?.reason ?? '', reason);
			assert.deepEqual(cor.sandbox.attachments(taskId), []);
		});
	}

	for (const status of [429, 503]) {
		it(`that say "not now" (${status}) are followed by another attempt, and the file arrives once`, async () => {
			cor.sandbox.failNext(toTask, { kind: 'status', status, headers: { 'retry-after': '1' }, body: {} });

			const { outcomes } = await cor.attach({ taskId, uris: [await cor.write('a.txt', 'a')] });

			assert.equal(outcomes[0]?.status, 'attached');
			assert.equal(cor.uploads(), 2);
			assert.equal(cor.sandbox.attachments(taskId).length, 1);
		});
	}

	it('that refuse an old token are followed by an attempt with a new one', async () => {
		const uris = [await cor.write('a.txt', 'a')];
		await cor.attach({ taskId, uris });
		cor.sandbox.expireTokens();

		const { outcomes } = await cor.attach({ taskId, uris });

		assert.equal(outcomes[0]?.status, 'attached');
		assert.equal(cor.sandbox.attachments(taskId).length, 2);
	});

	it('that refuse the token while the file leaves have the whole file sent once more', async () => {
		cor.sandbox.failNext(toTask, { kind: 'status', status: 401, body: {} });
		const bytes = new Uint8Array(20_000_000).fill(7);

		const { outcomes } = await cor.attach({ taskId, uris: [await cor.write('grande.bin', bytes)] });

		assert.equal(outcomes[0]?.status, 'attached');
		assert.deepEqual(arrived(cor.sandbox, taskId), { 'grande.bin': sha256(bytes) });
		assert.equal(cor.uploads(), 2);
	});

	it('to a file that is written to while it leaves are not waited for: it fails, and nothing is stored', async () => {
		cor.sandbox.set({ uploadBytesPerSecond: 1_000_000 }); // it is still leaving once it was written to
		const uri = await cor.write('grande.bin', new Uint8Array(30_000_000));

		const receipt = cor.attach({ taskId, uris: [uri, await cor.write('a.txt', 'a')] });
		await cor.sandbox.seen(isUpload);
		await cor.write('grande.bin', new Uint8Array(40_000_000).fill(1));
		cor.sandbox.set({ uploadBytesPerSecond: 0 });

		assert.deepEqual(
			(await receipt).outcomes.map(({ name, status, reason }) => [name, status, reason]),
			[
				['grande.bin', 'failed', text('The file changed while it was being sent.')],
				['a.txt', 'attached', undefined],
			],
		);
		await cor.sandbox.settled();
		assert.deepEqual(arrived(cor.sandbox, taskId), { 'a.txt': sha256('a') });
	});
});
