import assert from 'node:assert/strict';
import { PackTrust } from '../../../src/attach/delivery/pack-trust.js';
import { type Going, ParcelQueue } from '../../../src/attach/delivery/parcel-queue.js';
import { filesNamed } from '../kit/scripted-task.js';

const single = (name: string): Going => ({ files: filesNamed(name), repeats: 0 });
const singles = (count: number) => Array.from({ length: count }, (_, index) => single(`${index}.txt`));
const namesOf = ({ files }: Going) => files.map(({ name }) => name).join('+');
const turn = () => new Promise(setImmediate);

describe('the queue of a batch', () => {
	for (const concurrency of [1, 3]) {
		it(`has ${concurrency} under way at once, no more and no fewer`, async () => {
			let open = 0;
			let most = 0;
			const queue = new ParcelQueue(concurrency, new PackTrust(), async () => {
				open += 1;
				most = Math.max(most, open);
				await turn();
				open -= 1;
			});
			queue.putBack(singles(10));
			await queue.drain();

			assert.equal(most, concurrency);
		});
	}

	it('takes up in order, and first what was put back', async () => {
		const seen: string[] = [];
		const queue = new ParcelQueue(1, new PackTrust(), async going => {
			seen.push(namesOf(going));
			if (seen.length === 2) {
				queue.putBack([single('x.txt'), single('y.txt')]);
			}
		});
		queue.putBack(singles(3));
		await queue.drain();

		assert.deepEqual(seen, ['0.txt', '1.txt', 'x.txt', 'y.txt', '2.txt']);
	});

	it('goes on one at a time once it was told to', async () => {
		let open = 0;
		const seen: number[] = [];
		const queue = new ParcelQueue(2, new PackTrust(), async () => {
			open += 1;
			seen.push(open);
			if (seen.length === 2) {
				queue.slowDown();
			}
			await turn();
			open -= 1;
		});
		queue.putBack(singles(6));
		await queue.drain();

		assert.deepEqual(seen, [1, 2, 1, 1, 1, 1]);
	});

	it('takes nothing up while it is held', async () => {
		const seen: string[] = [];
		const queue = new ParcelQueue(2, new PackTrust(), async going => {
			seen.push(namesOf(going));
			if (seen.length === 1) {
				const release = queue.hold();
				await turn();
				assert.equal(seen.length, 1);
				release();
				assert.equal(seen.length, 2);
			}
		});
		queue.putBack(singles(3));
		await queue.drain();

		assert.equal(seen.length, 3);
	});

	it('of nothing is through at once', async () => {
		await new ParcelQueue(2, new PackTrust(), () => assert.fail()).drain();
	});

	it('tries two of a pack first, and waits for what comes of them', async () => {
		const seen: string[] = [];
		const trust = new PackTrust();
		const queue = new ParcelQueue(2, trust, async going => {
			seen.push(namesOf(going));
			await turn();
			if (going.files.length > 1) {
				trust.learn(going.files.map(() => ({ status: 'attached', attachment: { id: 1, name: '' }, isOwn: true })));
			}
		});
		queue.putBack([{ files: filesNamed('a', 'b', 'c', 'd', 'e'), repeats: 0 }]);
		await queue.drain();

		assert.deepEqual(seen, ['a+b', 'c+d+e']);
	});

	it('is not empty while it is held from the beginning', async () => {
		const seen: string[] = [];
		const queue = new ParcelQueue(2, new PackTrust(), async going => void seen.push(namesOf(going)));
		queue.putBack(singles(1));
		const release = queue.hold();
		const drained = queue.drain().then(() => seen.push('drained'));
		await turn();
		release();
		await drained;

		assert.deepEqual(seen, ['0.txt', 'drained']);
	});

	it('goes one by one where another batch tries the first pack', async () => {
		const trust = new PackTrust();
		trust.take(2);
		const seen: string[] = [];
		const queue = new ParcelQueue(1, trust, async going => void seen.push(namesOf(going)));
		queue.putBack([{ files: filesNamed('a.txt', 'b.txt'), repeats: 0 }]);
		await queue.drain();

		assert.deepEqual(seen, ['a.txt', 'b.txt']);
	});
});
