import assert from 'node:assert/strict';
import fc from 'fast-check';
import { deliverBatch } from '../../src/attach/delivery.js';
import { ModelStage } from './model-stage.js';
import { rehearse } from './rehearsal.js';
import { schedules } from './schedule.js';
import { judge } from './verdict.js';

describe('1', () => {
	it('x', async () => {
		const c: Record<string, number> = {};
		await fc.assert(
			fc.asyncProperty(schedules, async schedule => {
				const r = await rehearse({ ...schedule, crashesAt: [] }, new ModelStage(), { deliver: deliverBatch });
				for (const e of r.endings) for (const x of e.ends) { const k = x.status + ('error' in x ? ' ' + x.error.kind : ''); c[k] = (c[k] ?? 0) + 1; }
				assert.deepEqual(judge(r), []);
			}),
			{ numRuns: Number(process.env.N ?? 300) , seed: Number(process.env.S ?? 1)},
		);
		console.log(c);
	});
});
