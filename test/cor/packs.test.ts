import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { Agent, fetch } from 'undici';
import { ListHabits } from '../../src/attach/arrival/list-habits.js';
import { type Clock, systemClock } from '../../src/attach/clock.js';
import { deliverBatch } from '../../src/attach/delivery/delivery.js';
import { PackTrust } from '../../src/attach/delivery/pack-trust.js';
import { packLimits } from '../../src/attach/delivery/parcels.js';
import { CorError } from '../../src/attach/errors.js';
import type { Outcome } from '../../src/attach/outcome.js';
import { type PlannedFile, planFiles } from '../../src/attach/plan/plan.js';
import type { FilePart } from '../../src/cor/http/multipart.js';
import type { Transport } from '../../src/cor/http/transport.js';
import { TaskCourier } from '../../src/cor/task-courier.js';
import { MemoryClaims, newBatch, unattended } from '../attach/kit/unattended.js';
import { startedSandbox } from '../sandbox/kit/started-sandbox.js';
import type { Variants } from '../sandbox/variants.js';
import { inShort, signIn } from './kit/connect.js';

const taskId = 4101;
/** Nobody waits 2 s for the second look. */
const hurried: Clock = { ...systemClock, after: (ms, action) => systemClock.after(Math.min(ms, 5), action) };

const planned = (count: number, size: number): PlannedFile[] =>
	planFiles(
		Array.from({ length: count }, (_, index) => ({ uri: `file:///${index}`, relativePath: `${index}.txt`, size })),
	);
const partOf = ({ name, size }: PlannedFile): FilePart => ({
	name,
	size,
	open: () => Readable.from([Buffer.alloc(size, name)], { objectMode: false }),
});

describe('many small files', () => {
	// Before the sandbox is closed: a test that fails leaves neither a request nor a connection to it.
	let underWay = new AbortController();
	afterEach(() => underWay.abort());
	after(() => pool.destroy());
	const sandbox = startedSandbox();
	// Without a limit undici opens one more whenever it is asked in the moment in which another comes free; a connection that
	// is not kept is followed by a new one all the same.
	const pool = new Agent({ connections: 3 });
	const transport: Transport = { fetch: ((url, init) => fetch(url, { ...init, dispatcher: pool })) as typeof fetch };

	interface Sending {
		readonly trust?: PackTrust;
		openPart?(file: PlannedFile): Promise<FilePart>;
		onProgress?(file: PlannedFile, bytes: number): void;
	}
	const send = (files: readonly PlannedFile[], { trust = new PackTrust(), ...settings }: Sending = {}) => {
		underWay = new AbortController();
		return deliverBatch(newBatch(files), {
			...unattended,
			courier: new TaskCourier({
				client: signIn(sandbox.current, { transport }),
				taskId,
				fields: {},
				habits: new ListHabits(),
				openPart: async file => partOf(file),
				...settings,
			}),
			clock: hurried,
			random: () => 0.5,
			signal: underWay.signal,
			concurrency: 2,
			claims: new MemoryClaims(),
			trust,
		});
	};
	const uploads = () => sandbox.current.requests.filter(({ method, path }) => method === 'POST' && /attach/.test(path));
	const shorts = (outcomes: readonly Outcome<PlannedFile>[]) => outcomes.map(({ end }) => inShort(end));
	const storedNames = () => sandbox.current.attachments(taskId).map(({ originalname }) => originalname);
	const assertEachOnce = (files: readonly PlannedFile[]) =>
		assert.deepEqual(storedNames().toSorted(), files.map(({ name }) => name).toSorted());

	it('of 20 KiB, a thousand, take 51 requests', async () => {
		const files = planned(1_000, 20 * 1_024);
		const outcomes = await send(files);

		assert.deepEqual(new Set(shorts(outcomes)), new Set(['attached']));
		assertEachOnce(files);
		assert.equal(uploads().length, 51); // 50 packs, of which the first gives two to be tried
		assert.equal(sandbox.current.maxOpenRequests('POST'), 2);
		const connections = new Set(uploads().map(({ connection }) => connection));
		assert.ok(connections.size <= 3, `${connections.size} connections`); // two, and what a reading had opened before
	});

	it('arrive as they are, with their hash', async () => {
		const files = planned(5, 1_000);
		const outcomes = await send(files, { trust: new PackTrust('earned') });

		assert.equal(uploads().length, 1);
		for (const { file, end } of outcomes) {
			const stored = sandbox.current.attachments(taskId).find(({ originalname }) => originalname === file.name);
			assert.ok(end.status === 'attached' && stored);
			assert.deepEqual([end.attachment.id, end.sha256], [stored.id, stored.sha256]);
		}
	});

	it('are each told how far they have come: to their last byte, never back', async () => {
		const files = planned(8, 100_000);
		const seen = new Map<string, number[]>();
		await send(files, {
			trust: new PackTrust('earned'),
			onProgress: ({ name }, bytes) => seen.set(name, [...(seen.get(name) ?? []), bytes]),
		});

		assert.equal(uploads().length, 1);
		for (const { name, size } of files) {
			assert.equal(seen.get(name)?.at(-1), size);
			assert.deepEqual(
				seen.get(name),
				seen.get(name)?.toSorted((a, b) => a - b),
			);
		}
	});

	it('of which some are gone, have changed or have become secrets: these alone fail', async () => {
		const files = planned(6, 1_000);
		const kinds = new Map([
			['1.txt', 'file-missing'],
			['2.txt', 'file-changed'],
			['3.txt', 'became-secret'],
		] as const);
		const outcomes = await send(files, {
			trust: new PackTrust('earned'),
			openPart: async file => {
				const kind = kinds.get(file.name as '1.txt');
				if (kind === 'file-missing') {
					throw new CorError(kind, 'gone');
				}
				const fail = () => {
					throw new CorError(kind ?? 'unexpected', 'in its middle');
				};
				const contents = async function* () {
					yield Buffer.alloc(10);
					fail();
				};
				return kind ? { ...partOf(file), open: () => Readable.from(contents()) } : partOf(file);
			},
		});

		assert.deepEqual(shorts(outcomes), [
			'attached',
			...['failed file-missing', 'failed file-changed', 'failed became-secret'],
			...['attached', 'attached'],
		]);
		assert.equal(uploads().length, 1);
	});

	it('of which one gives more or less than it says: it alone fails', async () => {
		const files = planned(3, 1_000);
		const outcomes = await send(files, {
			trust: new PackTrust('earned'),
			openPart: async file => ({ ...partOf(file), size: file.name === '1.txt' ? 999 : file.size }),
		});

		assert.deepEqual(shorts(outcomes), ['attached', 'failed file-size-untrue', 'attached']);
	});

	it('of which one has become large: it goes alone', async () => {
		const files = planned(3, 1_000);
		const outcomes = await send(files, {
			trust: new PackTrust('earned'),
			openPart: async file => partOf(file.name === '1.txt' ? { ...file, size: packLimits.maxFileBytes + 1 } : file),
		});

		assert.deepEqual(shorts(outcomes), Array(3).fill('attached'));
		assert.equal(uploads().length, 2);
	});

	it('of which COR refuses one by its extension: it alone fails', async () => {
		sandbox.current.set({ limits: { refusedExtensions: ['exe'] } });
		const files = planned(3, 10).map((file, index) => (index === 1 ? { ...file, name: 'b.exe' } : file));

		assert.deepEqual(shorts(await send(files, { trust: new PackTrust('earned') })), [
			'attached',
			'failed rejected',
			'attached',
		]);
		assert.equal(uploads().length, 1);
	});

	for (const status of [400, 413, 422]) {
		const partly = (files: readonly PlannedFile[], body: object) => {
			sandbox.current.failNext(
				{ method: 'POST', path: /attachments$/ },
				{
					kind: 'status',
					status,
					store: true,
					body: { ...body, files: files.map(({ name, size }) => ({ id: 900, originalname: name, size })) },
				},
			);
		};

		it(`of which a ${status} names one as stored: it is found on the task, and not sent again`, async () => {
			sandbox.current.set({ limits: { refusedExtensions: ['exe'] } });
			const [first, ...others] = planned(2, 10);
			assert.ok(first);
			const files = [first, ...others.map(file => ({ ...file, name: 'b.exe' }))];
			partly([first], { errors: [{ filename: 'b.exe', message: 'Invalid extension exe' }] });

			const [end, refused] = shorts(await send(files));
			assert.equal(end, 'attached');
			assert.match(refused ?? '', /^failed /);
			assert.deepEqual(storedNames(), ['0.txt']);
		});

		it(`of which a ${status} names each as stored: all are found on the task with one request`, async () => {
			const files = planned(2, 10);
			partly(files, {});

			assert.deepEqual(shorts(await send(files)), ['attached', 'attached']);
			assertEachOnce(files);
			assert.equal(uploads().length, 1);
		});

		it(`of which a ${status} names one as stored that is not there: it is not sent again, and the others are`, async () => {
			const files = planned(2, 10);
			sandbox.current.failNext(
				{ method: 'POST', path: /attachments$/ },
				{ kind: 'status', status, early: false, body: { files: [{ id: 900, originalname: '0.txt', size: 10 }] } },
			);

			const [end, other] = await send(files);
			assert.equal(end?.end.status === 'unknown' && end.end.looked, 'absent');
			assert.equal(other?.end.status, 'attached');
			assert.deepEqual(storedNames(), ['1.txt']);
		});
	}

	const requests: Readonly<Record<Variants['severalFiles'], number>> = {
		each: 2,
		first: 6,
		'tells-first': 5,
		'refused-400': 7,
		'refused-417': 7,
		'fails-500': 7,
	};
	for (const [severalFiles, count] of Object.entries(requests)) {
		it(`arrive once each, whatever COR does with several: ${severalFiles}`, async () => {
			sandbox.current.set({ variants: { severalFiles: severalFiles as Variants['severalFiles'] } });
			// Of other sizes: one that is just being sent could be taken for one that is looked for, until its answer is there.
			const files = planned(6, 10).map((file, index) => ({ ...file, size: file.size + index }));

			assert.deepEqual(shorts(await send(files)), Array(6).fill('attached'));
			assertEachOnce(files);
			assert.equal(uploads().length, count);
		});
	}

	it('go one by one through a server that takes no body of their size together', async () => {
		sandbox.current.set({ limits: { maxBodyBytes: 2_000 } });
		const files = planned(4, 1_000);

		assert.deepEqual(shorts(await send(files)), Array(4).fill('attached'));
		assertEachOnce(files);
		assert.equal(uploads().length, 5);
	});
});
