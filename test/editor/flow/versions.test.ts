import assert from 'node:assert/strict';
import { text } from '../kit/text.js';
import { useCor } from '../kit/use-cor.js';

const taskId = 4101;

describe('a file whose name is on the task', () => {
	const cor = useCor();

	const onTask = () =>
		cor.sandbox.attachments(taskId).map(({ originalname, versions }) => [originalname, versions.length + 1]);
	const send = (uris: readonly unknown[], onExisting?: string) =>
		cor.attach({ taskId, uris, ...(onExisting !== undefined && { options: { onExisting } }) });
	const listReads = () =>
		cor.sandbox.requests.filter(({ method, path }) => method === 'GET' && path.endsWith('/attachments')).length;

	it('is added beside what is there without a word, and where that is asked for', async () => {
		const uris = [await cor.write('plan.txt', 'one')];
		await send(uris);
		await send(uris);
		await send(uris, 'beside');
		assert.deepEqual(onTask(), [
			['plan.txt', 1],
			['plan.txt', 1],
			['plan.txt', 1],
		]);
	});

	it('becomes a new version, with one look at the task', async () => {
		const uris = [await cor.write('plan.txt', 'one')];
		await send(uris);
		await cor.write('plan.txt', 'two');
		const before = listReads();
		const { outcomes } = await send(uris, 'newVersion');
		assert.equal(listReads() - before, 1);
		assert.deepEqual(
			outcomes.map(({ status, version }) => [status, version]),
			[['attached', 2]],
		);
		assert.deepEqual(onTask(), [['plan.txt', 2]]);
	});

	it('becomes a new version of the file from elsewhere that has its name, whatever its case', async () => {
		await send([await cor.write('there/Plan.txt', 'one')]);
		await send([await cor.write('here/plan.TXT', 'two')], 'newVersion');
		assert.deepEqual(onTask(), [['Plan.txt', 2]]);
	});

	it('is left out where that is asked for, and the others are sent', async () => {
		const plan = await cor.write('plan.txt', 'one');
		await send([plan]);
		await cor.write('plan.txt', 'two');
		const { outcomes } = await send([plan, await cor.write('other.txt', 'x')], 'skip');
		assert.deepEqual(
			outcomes.map(({ status, reason }) => [status, reason]),
			[
				['skipped', text('Already attached (v{0}).', 1)],
				['attached', undefined],
			],
		);
	});

	it('is left out where its bytes are those of the newest version, and sent again where they are not', async () => {
		const uris = [await cor.write('plan.txt', 'one')];
		await send(uris);
		const [same] = (await send(uris, 'newVersion')).outcomes;
		assert.deepEqual([same?.status, same?.reason], ['skipped', text('Unchanged since it was attached (v{0}).', 1)]);
		assert.equal(cor.uploads(), 1);

		await cor.write('plan.txt', 'two');
		await send(uris, 'newVersion');
		await cor.write('plan.txt', 'one');
		const [back] = (await send(uris, 'newVersion')).outcomes;
		assert.equal(back?.version, 3);
	});

	it('is not sent at all where the task cannot be looked at', async () => {
		const uris = [await cor.write('plan.txt', 'one')];
		cor.sandbox.failNext(
			{ method: 'GET', path: `/v1/tasks/${taskId}/attachments` },
			{ kind: 'status', status: 500, body: null },
		);
		const { outcomes } = await send(uris, 'newVersion');
		assert.deepEqual(
			outcomes.map(({ status }) => status),
			['failed'],
		);
		assert.equal(cor.uploads(), 0);
	});

	it('is told to be beside where COR does not say that it is a version', async () => {
		const uris = [await cor.write('plan.txt', 'one')];
		await send(uris);
		await cor.write('plan.txt', 'two');
		cor.sandbox.failNext(
			{ method: 'POST', path: `/v1/tasks/${taskId}/attachments` },
			{
				kind: 'status',
				status: 200,
				early: false,
				body: { files: [{ id: 99_001, originalname: 'plan.txt', size: 3, version: 1, attachment_parent_id: null }] },
			},
		);
		const { outcomes } = await send(uris, 'newVersion');
		assert.deepEqual(
			outcomes.map(({ status, reason }) => [status, reason]),
			[['attached', text('COR added it as a separate file, not a new version.')]],
		);
	});
});
