import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { ListHabits } from '../../src/attach/arrival/list-habits.js';
import { post } from '../../src/attach/delivery/courier.js';
import { packLimits } from '../../src/attach/delivery/parcels.js';
import { CorError } from '../../src/attach/errors.js';
import { type PlannedFile, planFiles } from '../../src/attach/plan/plan.js';
import type { FilePart } from '../../src/cor/http/multipart.js';
import { TaskCourier } from '../../src/cor/task-courier.js';
import { startedSandbox } from '../sandbox/kit/started-sandbox.js';
import { inShort, signIn } from './kit/connect.js';

describe('a file that was opened to be sent', () => {
	const sandbox = startedSandbox();
	let open: Set<string>;
	let mostOpen: number;
	beforeEach(() => {
		open = new Set();
		mostOpen = 0;
	});

	const planned = (...sizes: readonly number[]): PlannedFile[] =>
		planFiles(sizes.map((size, index) => ({ uri: `file:///${index}`, relativePath: `${index}.txt`, size })));
	const openPart = async ({ uri, name, size }: PlannedFile): Promise<FilePart> => {
		open.add(uri);
		mostOpen = Math.max(mostOpen, open.size);
		return {
			name,
			size,
			open: () => {
				assert.ok(open.has(uri), 'it is read only while it is open');
				return Readable.from([Buffer.alloc(size, 'a')], { objectMode: false });
			},
			close: async () => {
				open.delete(uri);
			},
		};
	};
	const send = async (files: readonly PlannedFile[], opener = openPart, sending = async () => {}) => {
		const client = signIn(sandbox.current);
		const courier = new TaskCourier({ client, taskId: 4101, fields: {}, habits: new ListHabits(), openPart: opener });
		const { sent, unfit, outgrown } = await post(files, { courier, signal: new AbortController().signal, sending });
		return [
			...sent.map(({ end }) => inShort(end)),
			...unfit.map(({ error }) => `unfit ${error.kind}`),
			...outgrown.map(() => 'outgrown'),
		];
	};
	afterEach(() => assert.deepEqual([...open], []));

	it('is closed once it has left, alone or in a pack', async () => {
		assert.deepEqual(await send(planned(1_000)), ['attached']);
		assert.deepEqual(await send(planned(1_000, 2_000)), ['attached', 'attached']);
		assert.ok(mostOpen > 0);
	});

	it('is read from where it was opened after a refused token, and closed then', async () => {
		sandbox.current.failNext({ path: /attachments$/ }, { kind: 'status', status: 401 });
		assert.deepEqual(await send(planned(64 * 1024 * 1024)), ['attached']);
		assert.equal(mostOpen, 1);
	});

	it('is closed where the request fails', async () => {
		sandbox.current.failNext({ path: /attachments$/ }, { kind: 'reset-early' });
		assert.deepEqual(await send(planned(1_000)), ['unknown network']);
	});

	it('is closed where it may not be sent after all', async () => {
		const refuse = () => Promise.reject(new CorError('unexpected', 'it cannot be written down'));
		assert.deepEqual(await send(planned(1_000), openPart, refuse), ['failed unexpected']);
	});

	it('is closed where it has become too large for its pack, or another size than it says', async () => {
		const large = packLimits.maxFileBytes + 1;
		assert.deepEqual(await send(planned(1_000, large)), ['attached', 'outgrown']);
		const lying = async (file: PlannedFile): Promise<FilePart> => ({ ...(await openPart(file)), size: 5 });
		assert.deepEqual(await send(planned(1_000, 2_000), lying), ['unfit file-size-untrue', 'unfit file-size-untrue']);
	});
});
