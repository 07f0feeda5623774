import assert from 'node:assert/strict';
import { formatDate } from '../../../src/editor/messages/format.js';

describe('a date that COR tells', () => {
	const zone = process.env.TZ;
	afterEach(() => {
		if (zone === undefined) {
			delete process.env.TZ;
		} else {
			process.env.TZ = zone;
		}
	});

	for (const place of ['America/Bogota', 'America/Sao_Paulo', 'UTC', 'Pacific/Auckland']) {
		it(`is that day in ${place} where it has no time`, () => {
			process.env.TZ = place;
			assert.equal(formatDate('2026-11-24'), 'Nov 24, 2026');
		});
	}

	it('is the day of the person where it is a point in time', () => {
		process.env.TZ = 'America/Bogota';
		assert.equal(formatDate('2026-11-24T03:00:00.000Z'), 'Nov 23, 2026');
		process.env.TZ = 'Pacific/Auckland';
		assert.equal(formatDate('2026-11-24T18:00:00.000Z'), 'Nov 25, 2026');
	});

	it('is shown as it is where it is no date', () => {
		assert.equal(formatDate('pronto'), 'pronto');
	});
});
