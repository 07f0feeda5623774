import assert from 'node:assert/strict';
import { startedSandbox } from '../kit/started-sandbox.js';
import { hola, requestsTo } from '../kit/variant-checks.js';

const hour = 3_600_000;

describe('a COR that is late', () => {
	const sandbox = startedSandbox();
	const { upload, list, place, stored, received } = requestsTo(sandbox);
	const listed = async () =>
		(await list()).json.data.map(({ name, currentVersion }: { name: string; currentVersion: number }) => [
			name,
			currentVersion,
		]);

	it('lists an attachment only after the lag, counted from when it was stored', async () => {
		sandbox.current.set({ listLagMs: hour });
		await place('old.txt', 61);
		await place('new.txt', 59);
		assert.equal((await upload()).json.files[0].name, 'hola.txt');

		assert.deepEqual(await listed(), [['old.txt', 1]]);
		assert.equal(stored().length, 3);
		sandbox.current.set({ clockAheadMs: 2 * 60_000 });
		assert.deepEqual(await listed(), [
			['new.txt', 1],
			['old.txt', 1],
		]);
	});

	it('lists a new version only after the lag, and until then what it is a version of', async () => {
		sandbox.current.set({ listLagMs: hour });
		const root = await place('root.txt', 90);
		await upload(hola, { attachment_parent_id: String(root) });

		assert.deepEqual(await listed(), [['root.txt', 1]]);
		sandbox.current.set({ listLagMs: 0 });
		assert.deepEqual(await listed(), [['root.txt', 2]]);
	});

	it('stores an upload late, and its answer waits for that', async () => {
		sandbox.current.set({ storeLagMs: hour });
		const uploading = upload();
		await received();
		assert.deepEqual([(await list()).json.total, sandbox.current.openRequests('POST')], [0, 1]);
		sandbox.current.set({ storeLagMs: 0 });

		assert.deepEqual([(await uploading).status, stored().length], [200, 1]);
	});

	it('stores an upload when the time of its lag has passed', async () => {
		sandbox.current.set({ storeLagMs: 20 });

		assert.deepEqual([(await upload()).status, stored().length], [200, 1]);
	});

	for (const gateway of ['504', 'reset'] as const) {
		it(`stores an upload late, after its gateway has said ${gateway}`, async () => {
			sandbox.current.set({ storeLagMs: hour, variants: { gateway } });
			const seen = await upload().then(
				({ status }) => String(status),
				() => 'reset',
			);
			assert.deepEqual([seen, stored().length], [gateway, 0]);

			sandbox.current.set({ storeLagMs: 0 });
			await sandbox.current.settled();
			assert.equal(stored().length, 1);
		});
	}

	it('tells every time by one clock, which may be ahead of this machine', async () => {
		sandbox.current.set({ clockAheadMs: hour });
		const before = Date.now();
		const { json, headers } = await upload();
		const [entry] = json.files;
		const [item] = (await list()).json.data;

		assert.deepEqual([item.created_at, entry.updated_at, item.updated_at], Array(3).fill(entry.created_at));
		const aheadMs = Date.parse(entry.created_at) - before;
		assert.ok(aheadMs >= hour && aheadMs < hour + 60_000, `${aheadMs} ms`);
		assert.ok(Math.abs(Date.parse(headers.get('date') ?? '') - Date.parse(entry.created_at)) < 60_000);
	});
});
