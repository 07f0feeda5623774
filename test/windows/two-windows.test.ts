import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { ResettingLine } from '../faults/windows/resetting-line.js';
import { mishaps, sendRounds, taskId } from '../faults/windows/send-rounds.js';
import { windows } from '../faults/windows/twin-files.js';
import { emptyProfile, openBrowser } from '../host/open-browser.js';
import { type RunningEditor, startEditor } from '../host/start-editor.js';
import { temporaryFolder } from '../host/temporary-folder.js';
import { packedExtension } from '../host/vsix.js';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.js';
import { DrivenWindows } from './driven-windows.js';
import { packDriver } from './driver/pack.js';

const rounds = Number(process.env.WINDOW_ROUNDS || 50);

describe('two windows of one editor', () => {
	let folder = '';
	let sandbox: Sandbox;
	let line: ResettingLine;
	let driven: DrivenWindows;
	let editor: RunningEditor;
	let browser: Browser;

	before(async () => {
		folder = temporaryFolder();
		sandbox = await startSandbox({ dataDir: path.join(folder, 'cor') });
		line = await ResettingLine.start(sandbox.origin, mishaps());
		driven = await DrivenWindows.start();
		const { apiKey, clientSecret } = sandbox.credentials;
		editor = await startEditor({
			vsix: [await packedExtension(), await packDriver()],
			settings: { 'corAttachments.apiUrl': `${line.origin}/v1`, 'corAttachments.webUrl': sandbox.webUrl },
			env: { COR_API_KEY: apiKey, COR_CLIENT_SECRET: clientSecret, DRIVER_URL: driven.url },
		});
		({ browser } = await openBrowser());
		for (const window of windows) {
			mkdirSync(path.join(folder, window));
			const page = await (await emptyProfile(browser)).newPage();
			await page.goto(editor.urlOf(path.join(folder, window)), { waitUntil: 'commit', timeout: 120_000 });
			await driven.isReady(window);
		}
	});
	after(async () => {
		await browser.close();
		await editor.stop();
		await driven.close();
		await line.close();
		await sandbox.close();
	});

	it('say what COR has of files of the same names and sizes and other bytes that both send to a task while a third of the uploads are reset, and a file is unclear only where both were', () =>
		sendRounds({
			rounds,
			folder,
			sandbox,
			line,
			isHurried: false,
			send: (window, paths) => driven.attach(window, taskId, paths),
		}));
});
