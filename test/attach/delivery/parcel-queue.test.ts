import assert from 'node:assert/strict';
import { PackTrust } from '../../../src/attach/delivery/pack-trust.js';
import { type Going, ParcelQueue } from '../../../src/attach/delivery/parcel-queue.js';
import { filesNamed } from '../kit/scripted-task.js';

const single = (name: string): Going => ({ files: filesNamed(name), repeats: 0 });
const singles = (count: number) => Array.from({ length: count }, (_, index) => single(`${index}.txt`));
const namesOf = ({ files }: Going) => files.map(({ name }) => name).join('+');
const turn = () => new Promise(setImmediate);

/** A queue of which each parcel may go at once. */
const queueOf = (concurrency: number, trust: PackTrust, deliver: (going: Going) => Promise<void>) =>
	new ParcelQueue(concurrency, trust, { deliver, mayGo: () => true });

describe('the queue of a batch', () => {
	for (const concurrency of [1, 3]) {
		it(`has ${concurrency} under way at once, no more and no fewer`, async () => {
			let open = 0;
			let most = 0;
			const queue = queueOf(concurrency, new PackTrust(), async () => {
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
		const queue = queueOf(1, new PackTrust(), async going => {
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
		const queue = queueOf(2, new PackTrust(), async () => {
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

	it('of nothing is through at once', async () => {
		await queueOf(2, new PackTrust(), () => assert.fail()).drain();
	});

	it('tries two of a pack first, and waits for what comes of them', async () => {
		const seen: string[] = [];
		const trust = new PackTrust();
		const queue = queueOf(2, trust, async going => {
			seen.push(namesOf(going));
			await turn();
			if (going.files.length > 1) {
				trust.learn(going.files.map(() => ({ status: 'attached', attachment: { id: 1, name: '' }, isOwn: true })));
			}
		});
		queue.putBack([{ files: filesNamed('a', 'b', 'c', 'd', 'e'), repeats: 0 }, single('z')]);
		await queue.drain();

		assert.deepEqual(seen, ['a+b', 'c+d+e', 'z']);
	});

	it('takes others up while something goes on beside it, and is not through before that', async () => {
		const seen: string[] = [];
		const queue = queueOf(1, new PackTrust(), async going => void seen.push(namesOf(going)));
		let finish: () => void = () => {};
		queue.beside(
			new Promise<void>(resolve => {
				finish = resolve;
			}),
		);
		queue.putBack(singles(3));
		const drained = queue.drain().then(() => seen.push('drained'));
		await turn();
		assert.deepEqual(seen, ['0.txt', '1.txt', '2.txt']);
		finish();
		await drained;

		assert.deepEqual(seen, ['0.txt', '1.txt', '2.txt', 'drained']);
	});

	it('takes up what was put back by something that went on beside it', async () => {
		const seen: string[] = [];
		const queue = queueOf(2, new PackTrust(), async going => void seen.push(namesOf(going)));
		queue.beside(turn().then(() => queue.putBack([single('late.txt')])));
		queue.putBack(singles(1));
		await queue.drain();

		assert.deepEqual(seen, ['0.txt', 'late.txt']);
	});

	it('ends with the defect of what goes on beside it', async () => {
		const queue = queueOf(1, new PackTrust(), async () => {});
		const defect = new Error('a defect');
		queue.putBack(singles(1));
		const drained = queue.drain();
		queue.beside(Promise.reject(defect));

		await assert.rejects(drained, defect);
	});

	it('leaves waiting what may not go yet, takes up what stands behind it, and then that in its place', async () => {
		const seen: string[] = [];
		let isFree = false;
		const queue: ParcelQueue = new ParcelQueue(1, new PackTrust(), {
			deliver: async going => {
				seen.push(namesOf(going));
				if (seen.length === 1) {
					queue.beside(
						turn().then(() => {
							isFree = true;
						}),
					);
				}
				await (seen.length === 2 ? turn().then(turn) : undefined);
			},
			mayGo: ({ name }) => isFree || name !== '1.txt',
		});
		queue.putBack(singles(4));
		await queue.drain();

		assert.deepEqual(seen, ['0.txt', '2.txt', '1.txt', '3.txt']);
	});

	it('leaves a parcel waiting where one of its files may not go yet, and takes up at once what has to be looked for', async () => {
		const seen: string[] = [];
		let isFree = false;
		const queue = new ParcelQueue(1, new PackTrust('earned'), {
			deliver: async going => void seen.push(namesOf(going)),
			mayGo: ({ name }) => isFree || name !== 'b',
		});
		queue.beside(
			turn().then(() => {
				isFree = true;
			}),
		);
		queue.putBack([
			{ files: filesNamed('a', 'b'), repeats: 0 },
			{ files: filesNamed('b'), repeats: 0, earlier: new Map() },
			single('c'),
		]);
		await queue.drain();

		assert.deepEqual(seen, ['b', 'c', 'a+b']);
	});

	it('goes one by one where another batch tries the first pack', async () => {
		const trust = new PackTrust();
		trust.take(2);
		const seen: string[] = [];
		const queue = queueOf(1, trust, async going => void seen.push(namesOf(going)));
		queue.putBack([{ files: filesNamed('a.txt', 'b.txt'), repeats: 0 }]);
		await queue.drain();

		assert.deepEqual(seen, ['a.txt', 'b.txt']);
	});
});
