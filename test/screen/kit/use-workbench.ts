import { openWorkbench, type Workbench, type WorkbenchOptions } from './workbench.js';

const mostText = 1_500;

/**
 * Gives the suite around it one editor and one browser, and leaves `failed-<test>.png` where a test fails, and
 * in its error what could be read.
 * `options` is called when the suite begins, after the hooks that stand before this call.
 */
export function useWorkbench(options: () => WorkbenchOptions): () => Workbench {
	let workbench: Workbench | undefined;

	before('open the workbench', async () => {
		workbench = await openWorkbench(options());
		await workbench.screenshots.clear();
	});

	afterEach('picture of a failure', async function () {
		const test = this.currentTest;
		if (test && test.state !== 'passed') {
			await workbench?.latest.screenshot(`failed-${test.title.replace(/[^a-z0-9]+/gi, '-')}`);
			const shown = await workbench?.latest.screenshots.text();
			if (test.err && shown) {
				test.err.message += `\nOn the screen: ${shown.replace(/\s+/g, ' ').slice(0, mostText)}`;
			}
		}
	});

	after('picture of a beginning that failed', async function () {
		if (this.test?.parent?.tests.some(test => test.state === undefined)) {
			await workbench?.latest.screenshot('failed-before-the-tests');
		}
	});
	after('close the workbench', async () => {
		await workbench?.close();
	});

	return () => {
		if (!workbench) {
			throw new Error('The workbench opens when the suite begins: ask for it in a test.');
		}
		return workbench;
	};
}
