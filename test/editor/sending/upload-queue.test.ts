import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { type Batch, UploadQueue } from '../../../src/editor/sending/upload-queue.js';

const batch = (run: Batch['run']): Batch => ({ label: '#4101', files: [], run });
const fine = batch(async () => []);

describe('a batch that ends with an error nobody expected', () => {
	const broken = batch(() => Promise.reject(new Error('broken')));

	it('tells its caller, and neither the batches beside it nor later ones wait for it', async () => {
		const queue = new UploadQueue();

		const [told, beside] = await Promise.allSettled([queue.run(broken), queue.run(fine)]);
		await queue.untilRoom();
		const later = await queue.run(fine);

		assert.deepEqual(told, { status: 'rejected', reason: new Error('broken') });
		assert.deepEqual([beside, later], [{ status: 'fulfilled', value: [] }, []]);
	});
});

describe('a batch that comes while another waits for COR', () => {
	it('is in the progress at once', async () => {
		const queue = new UploadQueue();
		const events = new EventEmitter();
		const answered = once(events, 'answered');
		const begun = once(events, 'begun');
		const waiting = batch(async () => {
			events.emit('begun');
			await answered;
			return [];
		});
		const first = queue.run(waiting);
		await begun;
		let reports = 0;
		queue.onDidMove(() => {
			reports += 1;
		});

		const second = queue.run(fine);
		const reported = reports;
		events.emit('answered');
		await Promise.all([first, second]);

		assert.equal(reported, 1);
	});
});
