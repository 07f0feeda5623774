import assert from 'node:assert/strict';
import { Tally } from '../../../src/attach/delivery/tally.js';
import { type PlannedFile, planFiles } from '../../../src/attach/plan/plan.js';

const planned = (...sizes: number[]): readonly PlannedFile[] =>
	planFiles(sizes.map((size, index) => ({ uri: `file:///${index}`, relativePath: `${index}.txt`, size })));

describe('the tally of what is under way', () => {
	it('counts files, bytes and percent, and names the file that moved last', () => {
		const tally = new Tally();
		const [a, b] = planned(300, 100);
		assert.ok(a && b);
		tally.add([a, b]);
		tally.move(a, 100);
		tally.move(b, 50);

		const now = { files: 2, totalBytes: 400, name: '1.txt', isWaiting: false };
		assert.deepEqual(tally.standing, { ...now, ended: 0, bytes: 150, percent: 37 });
		tally.end(a);
		assert.deepEqual(tally.standing, { ...now, ended: 1, bytes: 350, percent: 87 });
	});

	it('waits for the server once the last byte of all that is on its way has left', () => {
		const tally = new Tally();
		const [a, b, c] = planned(300, 100, 200);
		assert.ok(a && b && c);
		tally.add([a, b, c]);
		assert.equal(tally.standing.isWaiting, false);
		tally.move(a, 300);
		tally.move(b, 0);
		assert.equal(tally.standing.isWaiting, false);
		tally.move(b, 100);
		assert.equal(tally.standing.isWaiting, true);
		tally.end(a);
		tally.move(c, 10);
		assert.equal(tally.standing.isWaiting, false);
		tally.end(b);
		tally.end(c);
		assert.equal(tally.standing.isWaiting, false);
	});

	it('stays below 100 percent even when all has ended', () => {
		const tally = new Tally();
		const [file] = planned(10);
		assert.ok(file);
		tally.add([file]);
		tally.move(file, 10);
		assert.equal(tally.standing.percent, 99);
		tally.end(file);
		assert.equal(tally.standing.percent, 99);
	});

	it('never goes back: not when a file is sent again, not when more is added', () => {
		const tally = new Tally();
		const [a, ...others] = planned(100, 900);
		assert.ok(a);
		tally.add([a]);
		tally.move(a, 80);
		assert.equal(tally.standing.percent, 80);
		tally.move(a, 0);
		assert.deepEqual([tally.standing.bytes, tally.standing.percent], [0, 80]);
		tally.add(others);
		tally.end(a);
		assert.deepEqual([tally.standing.bytes, tally.standing.totalBytes, tally.standing.percent], [100, 1000, 80]);
	});

	it('counts no file beyond its size', () => {
		const tally = new Tally();
		const [a, b] = planned(100, 100);
		assert.ok(a && b);
		tally.add([a, b]);
		tally.move(a, 1_000);

		assert.deepEqual([tally.standing.bytes, tally.standing.percent], [100, 50]);
	});

	it('counts empty files by their number', () => {
		const tally = new Tally();
		const files = planned(0, 0);
		tally.add(files);
		assert.equal(tally.standing.percent, 0);
		for (const file of files.slice(1)) {
			tally.end(file);
		}
		assert.equal(tally.standing.percent, 50);
		assert.equal(new Tally().standing.percent, 0);
	});
});
