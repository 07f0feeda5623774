import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { newestEditor } from '../../host/editors.js';
import { extensionHosts } from '../../host/extension-host.js';
import { type OpenBrowser, openBrowser, openPage } from '../../host/open-browser.js';
import { replaceUserFiles } from '../../host/profile.js';
import { type RunningEditor, type StartOptions, startEditor } from '../../host/start-editor.js';
import { packedExtension } from '../../host/vsix.js';
import { keepProfile } from '../../leaks/kept.js';
import { packCompanion } from './companion/pack.js';
import { settingsOf, Workbench, type WorkbenchOptions } from './workbench.js';

/** What an editor is started with; all else belongs to each window. */
export interface SharedEditorOptions extends Pick<StartOptions, 'editor' | 'env'> {
	/** Told apart by this where two windows are open at the same time. */
	readonly purpose?: string;
	/** Done to the editor of this purpose before its first window opens. */
	readonly prepareEditor?: (editor: RunningEditor) => void;
}

const editors = new Map<string, Promise<RunningEditor>>();
let browser: Promise<OpenBrowser> | undefined;
let companion: Promise<string> | undefined;

// The editor takes a message off the screen after 10, 12 or 15 s: a slow machine may need longer to look at it and to
// press its button.
const keepMessages = `{
	const start = globalThis.setTimeout;
	const untilHidden = [10_000, 12_000, 15_000];
	globalThis.setTimeout = (action, ms, ...rest) => start(action, untilHidden.includes(ms) ? 20 * ms : ms, ...rest);
}`;

const closings: (() => Promise<void> | undefined)[] = [];

// One browser and few editors serve the suites of a run, since to start them takes longer than most tests.
after('stop what the suites shared', async () => {
	for (const close of closings) {
		await close();
	}
	await (await browser)?.browser.close();
	await Promise.all([...editors.values()].map(async editor => (await editor).stop()));
});

/** Has this done in the end, while browser and editors still run. */
export function beforeTheEnd(close: () => Promise<void> | undefined): void {
	closings.push(close);
}

/** Opens a window of its own, as of somebody who has just installed the extension, in an editor that suites share. */
export async function openWindow(options: WorkbenchOptions & SharedEditorOptions): Promise<Workbench> {
	browser ??= openBrowser();
	const [editor, { context }] = await Promise.all([sharedEditor(options), browser]);
	const page = await openPage(context, options);
	await page.addInitScript(keepMessages);
	await forgetWindows(editor, page, { ...options, settings: settingsOf(options) });
	const workbench = new Workbench(editor, page, options.suite);
	try {
		await workbench.openFolder(options.folder);
	} catch (error) {
		await page.close();
		throw error;
	}
	return workbench;
}

/** The editor that runs with this environment, with our extension and the companion in it, in the language of the browser. */
function sharedEditor({ editor = newestEditor, env = {}, purpose = '', prepareEditor }: SharedEditorOptions) {
	return once(editors, JSON.stringify([editor.name, env, purpose]), async () => {
		companion ??= packCompanion();
		const vsix = [await packedExtension(), await companion];
		const running = await startEditor({ editor, env, vsix, locale: 'as-browser', trust: true });
		prepareEditor?.(running);
		return running;
	});
}

/**
 * Makes the next window of the editor one of somebody who has just installed it: nothing is left of the windows before,
 * which are closed by then, in the page that is to show it, and it has the settings, keys and trust of `options`.
 */
async function forgetWindows(editor: RunningEditor, page: Page, options: StartOptions): Promise<void> {
	await endExtensionHosts(editor);
	keepProfile(path.join(editor.userDir, 'User'));
	await replaceUserFiles(editor, options);
	const devTools = await page.context().newCDPSession(page);
	const storageTypes = 'cookies,local_storage,indexeddb';
	await devTools.send('Storage.clearDataForOrigin', { origin: editor.origin, storageTypes });
	await devTools.detach();
}

/** An editor keeps the extension host of a window that is gone, in case it comes back. */
async function endExtensionHosts(editor: RunningEditor): Promise<void> {
	for (let hosts = extensionHosts(editor); hosts.length > 0; hosts = extensionHosts(editor)) {
		hosts.forEach(end);
		await delay(20); // no event tells of the end of another's child
	}
}

function end(pid: number): void {
	try {
		process.kill(pid, 'SIGTERM');
	} catch (error) {
		assert.equal((error as NodeJS.ErrnoException).code, 'ESRCH'); // it ended by itself
	}
}

function once<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
	const one = made.get(key) ?? make();
	made.set(key, one);
	return one;
}
