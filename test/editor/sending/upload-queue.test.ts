import assert from 'node:assert/strict';
import { type Batch, UploadQueue } from '../../../src/editor/sending/upload-queue.js';

describe('a batch that ends with an error nobody expected', () => {
	const batch = (run: Batch['run']): Batch => ({ label: '#4101', files: [], run });
	const fine = batch(async () => []);
	const broken = batch(() => Promise.reject(new Error('broken')));

	it('tells its caller, and neither the batches beside it nor later ones wait for it', async () => {
		const queue = new UploadQueue();

		const [told, beside] = await Promise.allSettled([queue.run(broken), queue.run(fine)]);
		await queue.hasRoom();
		const later = await queue.run(fine);

		assert.deepEqual(told, { status: 'rejected', reason: new Error('broken') });
		assert.deepEqual([beside, later], [{ status: 'fulfilled', value: [] }, []]);
	});
});
