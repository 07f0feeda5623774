import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const task = '#4101 Diseño de la campaña de invierno';

describe('a call that asks nothing', () => {
	const dir = mkdtempSync(path.join(os.tmpdir(), 'cor-unasked-'));
	const names = ['uno.txt', 'dos.txt', 'tres.txt', 'cuatro.txt'];
	for (const name of names) {
		writeFileSync(path.join(dir, name), name);
	}
	const call = (key: string, chosen: readonly string[]) => {
		const uris = chosen.map(name => pathToFileURL(path.join(dir, name)).href);
		return { key, command: 'corAttachments.attach', args: { taskId: 4101, uris } };
	};
	const cor = useCorWorkbench({
		suite: 'unasked',
		hasKey: true,
		userFiles: {
			'keybindings.json': JSON.stringify([
				call('ctrl+alt+7', names.slice(0, 1)),
				call('ctrl+alt+8', names),
				call('ctrl+alt+9', ['no-existe.txt']),
			]),
		},
	});
	startEachTestClean(cor);
	after(() => rmSync(dir, { recursive: true, force: true }));

	for (const [key, sentence] of [
		['Control+Alt+7', `uno.txt is attached to ${task}. Outside the workspace: uno.txt.`],
		['Control+Alt+8', `4 files are attached to ${task}. Outside the workspace: uno.txt, dos.txt, tres.txt and 1 more.`],
		[
			'Control+Alt+9',
			`no-existe.txt was not attached to ${task}. The file no longer exists. Outside the workspace: no-existe.txt.`,
		],
	] as const) {
		it(`names the files from outside the workspace in its result: ${sentence}`, async () => {
			const { hands } = cor();
			await hands.bench.page.keyboard.press(key);
			await hands.bench.notifications.shows(sentence);
			await hands.bench.screenshot(key.replaceAll('+', '-'));
			assert.deepEqual(await hands.bench.cutOff(['.notification-list-item-message']), []);
		});
	}
});
