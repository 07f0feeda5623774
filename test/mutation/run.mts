import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { strykerOptions } from './options.mjs';
import { summary } from './summary.mjs';

/**
 * `npm run mutate -- [--unit-only] [--concurrency N] [file, folder, or file:from-to …]`: changes the product in one place
 * after the other and says which changes no test notices. Without a place, all of `attach`, `cor` and `machine`; with
 * `--unit-only`, without the drawn fault schedules.
 */
async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { 'unit-only': { type: 'boolean' }, concurrency: { type: 'string' } },
	});
	process.env.MUTATE_UNIT_ONLY = values['unit-only'] ? 'yes' : '';
	const places = positionals.length > 0 ? positionals : ['src/attach', 'src/cor', 'src/machine'];
	const stryker = new Stryker(strykerOptions(places.map(toPattern), Number(values.concurrency ?? 1)));
	console.log(summary(await stryker.runMutationTest()));
}

function toPattern(place: string): string {
	return statSync(place, { throwIfNoEntry: false })?.isDirectory() ? `${place.replace(/\/$/, '')}/**/*.ts` : place;
}

await main();
