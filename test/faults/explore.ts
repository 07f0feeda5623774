import fc from 'fast-check';
import { ModelTestbed } from './model/model-testbed.js';
import { checkRun } from './schedules/check-run.js';
import { engine, runSchedule } from './schedules/run-schedule.js';
import { schedules } from './schedules/schedule.js';

void (async () => {
	const [n, seed] = process.argv.slice(2).map(Number);
	const found: { length: number; text: string }[] = [];
	let count = 0;
	const ends: Record<string, number> = {};
	let told = 0;
	const testbed = new ModelTestbed();
	const started = Date.now();
	for (const schedule of fc.sample(schedules, { numRuns: n ?? 100, seed: seed ?? 1 })) {
		count += 1;
		try {
			const run = await runSchedule(schedule, testbed, engine);
			for (const r of run.results) {
				const k = r.ends[0]?.status ?? 'none';
				ends[k] = (ends[k] ?? 0) + 1;
				told += r.told.length;
			}
			const v = checkRun(run);
			if (v.length > 0)
				found.push({
					length: JSON.stringify(schedule).length,
					text: JSON.stringify(v) + '\n' + JSON.stringify(schedule),
				});
		} catch (error) {
			found.push({ length: 0, text: String((error as Error).stack) + JSON.stringify(schedule) });
		}
	}
	found.sort((a, b) => a.length - b.length);
	console.log(
		count,
		'schedules',
		(Date.now() - started) / 1000,
		's',
		JSON.stringify(ends),
		'told',
		told,
		'bad',
		found.length,
	);
	for (const { text } of found.slice(0, 6)) console.log(text, '\n');
})();
