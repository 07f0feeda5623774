import assert from 'node:assert/strict';
import { BufferPool, bufferBytes } from '../../../src/cor/buffers/buffer-pool.js';
import { BufferRing, distance, mostBuffers } from '../../../src/cor/buffers/buffer-ring.js';

/** What is observed of a request, as a test says. */
class ToldHandover {
	left = 0;
	isClear = true;
	ended = 0;

	giving(): void {}

	end(): void {
		this.ended += 1;
	}
}

class CountingPool extends BufferPool {
	readonly taken: Buffer[] = [];
	readonly givenBack: Buffer[] = [];
	readonly renewed: Buffer[] = [];

	override take(): Buffer {
		const buffer = super.take();
		this.taken.push(buffer);
		return buffer;
	}

	override giveBack(buffer: Buffer): void {
		this.givenBack.push(buffer);
		super.giveBack(buffer);
	}

	override renew(buffer: Buffer): Buffer {
		this.renewed.push(buffer);
		return super.renew(buffer);
	}
}

const headBytes = 300;

describe('the buffers of a request', () => {
	let pool: CountingPool;
	let handover: ToldHandover;
	let ring: BufferRing;
	beforeEach(() => {
		pool = new CountingPool();
		handover = new ToldHandover();
		ring = new BufferRing(pool, handover);
		ring.giving(Buffer.alloc(headBytes));
	});
	/** Lends so many buffers, each of which is given as two pieces. */
	const give = (count: number) =>
		Array.from({ length: count }, () => {
			const buffer = ring.next();
			ring.giving(buffer.subarray(0, 100_000));
			ring.giving(buffer.subarray(100_000));
			return buffer;
		});

	it('are filled again once they have left, and so many more, to the last byte', () => {
		const first = give(distance + 1)[0] as Buffer;
		handover.left = headBytes + (1 + distance) * bufferBytes - 1;
		ring.next();
		assert.deepEqual(pool.renewed, []);

		handover.left += 1;
		ring.next();
		assert.deepEqual(pool.renewed, [first]);
	});

	it('are two behind what has left: one would be enough', () => {
		assert.equal(distance, 2);
	});

	it('are filled again one after another, in their order, and no sooner for having left together', () => {
		const [first, second] = give(distance + 2);
		handover.left = headBytes + (2 + distance) * bufferBytes;
		give(3);
		assert.deepEqual(pool.renewed, [first, second]);
	});

	it('are no more for a whole file than those on their way, and those behind', () => {
		for (let count = 1; count <= 100; count += 1) {
			give(1);
			handover.left = headBytes + Math.max(0, count - 2) * bufferBytes;
		}
		assert.equal(pool.taken.length, distance + 3);
	});

	it('leave nothing in the hands of whoever still has one', () => {
		const [first] = give(distance + 1);
		handover.left = headBytes + (1 + distance) * bufferBytes;
		assert.equal(ring.next().length, bufferBytes);
		assert.equal(first?.length, 0);
	});

	it('are not filled again that were never given, whatever is said to have left', () => {
		ring.next();
		handover.left = 100 * bufferBytes;
		ring.next();
		assert.deepEqual(pool.renewed, []);
	});

	it('are fresh ones for the rest of the request once something holds more than there are', () => {
		give(mostBuffers + 1);
		assert.equal(pool.taken.length, mostBuffers);
		handover.left = 100 * bufferBytes;
		give(20);
		ring.end(true);
		assert.deepEqual([pool.renewed, pool.givenBack, pool.taken.length], [[], [], mostBuffers]);
	});

	it('are fresh ones for the rest of the request once it is not clear what leaves', () => {
		give(3);
		handover.left = headBytes + 3 * bufferBytes;
		handover.isClear = false;
		give(1);
		handover.isClear = true;
		give(20);
		ring.end(true);
		assert.deepEqual([pool.renewed, pool.givenBack, pool.taken.length], [[], [], 3]);
	});

	it('go back to the pool with a whole answer, those that have left', () => {
		const given = give(3);
		handover.left = headBytes + 2 * bufferBytes;
		ring.end(true);
		assert.deepEqual(pool.givenBack, given.slice(0, 2));
		assert.equal(handover.ended, 1);

		const next = new BufferRing(pool, handover);
		assert.deepEqual([next.next().length, next.next().length], [bufferBytes, bufferBytes]);
		assert.equal(pool.renewed.length, 2);
	});

	it('do not go back where no whole answer came, and are lent to nobody any more', () => {
		give(3);
		handover.left = headBytes + 3 * bufferBytes;
		ring.end(false);
		assert.deepEqual([pool.givenBack, handover.ended], [[], 1]);
		ring.next(); // a reading that was under way goes on
		assert.equal(pool.taken.length, 3);
	});

	it('do not go back where it is not clear what left', () => {
		give(3);
		handover.left = headBytes + 3 * bufferBytes;
		handover.isClear = false;
		ring.end(true);
		assert.deepEqual(pool.givenBack, []);
	});
});

describe('a pool of buffers', () => {
	it('gives no buffer to two, and none that is small', () => {
		const pool = new BufferPool();
		const [a, b] = [pool.take(), pool.take()];
		assert.notEqual(a.buffer, b.buffer);
		pool.giveBack(a);
		const [c, d] = [pool.take(), pool.take()];
		assert.notEqual(c.buffer, d.buffer);
		assert.deepEqual([b.length, c.length, d.length], [bufferBytes, bufferBytes, bufferBytes]);
	});

	it('gives the same memory again', () => {
		const pool = new BufferPool();
		const buffer = pool.take().fill('x');
		pool.giveBack(buffer);
		assert.deepEqual(pool.take(), Buffer.alloc(bufferBytes, 'x'));
	});
});
