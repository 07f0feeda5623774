import path from 'node:path';
import { temporaryFolder } from '../../host/temporary-folder.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { ResettingLine } from './resetting-line.js';
import { mishaps, sendRounds, taskId } from './send-rounds.js';
import { SendingWindow } from './sending-window.js';
import { windows } from './twin-files.js';

/** Of the long form, in which time passes as it does. */
const longRounds = Number(process.env.FAULT_ROUNDS);
const hurry = longRounds ? 1 : 16;

describe('two windows in processes of their own', () => {
	let folder = '';
	let sandbox: Sandbox;
	let line: ResettingLine;
	const open = new Map<string, SendingWindow>();

	before(async () => {
		folder = temporaryFolder();
		sandbox = await startSandbox({ dataDir: path.join(folder, 'cor') });
		line = await ResettingLine.start(sandbox.origin, mishaps());
		const settings = { journals: path.join(folder, 'journal'), apiUrl: `${line.origin}/v1`, taskId, hurry };
		for (const window of windows) {
			open.set(window, await SendingWindow.open({ ...settings, ...sandbox.credentials }));
		}
	});
	after(async () => {
		await Promise.all([...open.values()].map(window => window.close()));
		await line.close();
		await sandbox.close();
	});

	it('say what COR has of files of the same names and sizes and other bytes that both send to a task while a third of the uploads are reset', () =>
		sendRounds({
			rounds: longRounds || 2,
			folder,
			sandbox,
			line,
			isHurried: hurry > 1,
			send: async (window, paths) => (await open.get(window)?.send(paths)) ?? [],
		}));
});
