import { openWindow, type SharedEditorOptions } from './shared-editors.js';
import type { Workbench, WorkbenchOptions } from './workbench.js';

const mostText = 1_500;

/**
 * Gives the suite around it a window of its own, and leaves `failed-<test>.png` where a test fails, and in its error what
 * could be read. `options` is called when the suite begins, after the hooks that stand before this call.
 */
export function useWorkbench(options: () => WorkbenchOptions & SharedEditorOptions): () => Workbench {
	let workbench: Workbench | undefined;
	before('open the workbench', async () => {
		workbench = await openWindow(options());
		await workbench.screenshots.clear();
	});
	showFailures(() => workbench);
	after('close the workbench', () => workbench?.close());
	return () => {
		if (!workbench) {
			throw new Error('The workbench opens when the suite begins: ask for it in a test.');
		}
		return workbench;
	};
}

/** Leaves a picture where a test of the suite around it fails, or a hook before all of them. */
export function showFailures(workbench: () => Workbench | undefined): void {
	afterEach('picture of a failure', async function () {
		const test = this.currentTest;
		if (test && test.state !== 'passed') {
			await workbench()?.screenshot(`failed-${test.title.replace(/[^a-z0-9]+/gi, '-')}`);
			const shown = await workbench()?.screenshots.text();
			if (test.err && shown) {
				test.err.message += `\nOn the screen: ${shown.replace(/\s+/g, ' ').slice(0, mostText)}`;
			}
		}
	});
	after('picture of a beginning that failed', async function () {
		if (this.test?.parent?.tests.some(test => test.state === undefined)) {
			await workbench()?.screenshot('failed-before-the-tests');
		}
	});
}
