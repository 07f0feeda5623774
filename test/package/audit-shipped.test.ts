import assert from 'node:assert/strict';
import { shippedAdvisories } from '../../scripts/audit-shipped.js';

const advisory = { title: 'Predictable boundary', url: 'https://example.com/advisory' };
const report = {
	vulnerabilities: {
		'form-data': {
			name: 'form-data',
			severity: 'critical',
			via: [advisory],
			nodes: ['node_modules/form-data', 'node_modules/old/node_modules/form-data'],
		},
		express: { name: 'express', severity: 'high', via: [advisory, 'send'], nodes: ['node_modules/express'] },
		ignore: { name: 'ignore', severity: 'low', via: ['form-data'], nodes: ['node_modules/globby/node_modules/ignore'] },
	},
};

describe('the audit of what is shipped', () => {
	it('tells of a package in the bundle, and of no other that is only developed with', () => {
		assert.deepEqual(shippedAdvisories(report, ['node_modules/form-data', 'node_modules/ignore']), [
			'form-data (critical): Predictable boundary, https://example.com/advisory',
		]);
	});

	it('tells through which package an advisory comes', () => {
		assert.deepEqual(shippedAdvisories(report, ['node_modules/express']), [
			'express (high): Predictable boundary, https://example.com/advisory; through send',
		]);
	});

	it('is clean where nothing is known, and fails where nobody could be asked', () => {
		assert.deepEqual(shippedAdvisories({ vulnerabilities: {} }, ['node_modules/form-data']), []);
		assert.throws(() => shippedAdvisories({}, ['node_modules/form-data']), /could not be asked/);
	});
});
