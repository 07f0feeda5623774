import assert from 'node:assert/strict';
import { RunningDigest } from '../../src/machine/running-digest.js';

describe('a running digest', () => {
	const bytes = Buffer.from('the bytes of a file, in pieces of whatever length they come');

	it('is the same for the same bytes, in whatever pieces they come', () => {
		const digest = new RunningDigest();
		digest.update(bytes);
		const first = digest.take();
		for (const step of [1, 7, 16, 17]) {
			for (let at = 0; at < bytes.length; at += step) {
				digest.update(bytes.subarray(at, at + step));
			}
			assert.deepEqual(digest.take(), first);
		}
	});

	it('is another where a bit is another, a byte is missing or is there twice, or two have changed places', () => {
		const digest = new RunningDigest();
		const digestOf = (some: Uint8Array): string => {
			digest.update(some);
			return digest.take().toString('hex');
		};
		const flipped = Buffer.from(bytes);
		flipped.writeUInt8(flipped.readUInt8(20) ^ 1, 20);
		const swapped = Buffer.concat([bytes.subarray(16, 32), bytes.subarray(0, 16), bytes.subarray(32)]);
		const others = [
			flipped,
			swapped,
			bytes.subarray(1),
			Buffer.concat([bytes, bytes]),
			Buffer.concat([bytes, Buffer.alloc(1)]),
		];

		assert.equal(new Set([bytes, ...others, Buffer.alloc(0)].map(digestOf)).size, others.length + 2);
	});

	it('has a key of its own, so that nobody can make two files of one digest', () => {
		const [one, other] = [new RunningDigest(), new RunningDigest()];
		one.update(bytes);
		other.update(bytes);
		assert.notDeepEqual(one.take(), other.take());
	});

	it('takes the bytes at once: they may be changed as soon as it has them', () => {
		const digest = new RunningDigest();
		digest.update(bytes);
		const first = digest.take();
		const used = Buffer.from(bytes);
		digest.update(used);
		used.fill(0);
		assert.deepEqual(digest.take(), first);
	});
});
