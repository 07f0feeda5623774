import path from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '../host/run-tests.js';

/** `npm run test:ignored -- [--repositories N] [--seed N]`: the drawn repositories of `git/drawn-repositories.test.ts`, as many and others. */
function main(): void {
	const { values } = parseArgs({ options: { repositories: { type: 'string' }, seed: { type: 'string' } } });
	process.env.DRAWN_REPOSITORIES ??= values.repositories ?? '1000';
	process.env.DRAWN_SEED ??= values.seed ?? '';
	runTests(path.join(__dirname, 'git'), 'drawn repositories');
}

main();
