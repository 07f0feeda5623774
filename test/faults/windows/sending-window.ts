import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { stopWithUs } from '../../host/stop-with-us.js';
import type { WindowSettings } from './sending-process.js';
import type { Said } from './twin-files.js';

/** A window that sends, in a process of its own. */
export class SendingWindow {
	readonly #process: ChildProcess;

	private constructor(process: ChildProcess) {
		this.#process = process;
	}

	static async open(settings: WindowSettings): Promise<SendingWindow> {
		const script = path.join(__dirname, 'sending-process.ts');
		const child = fork(script, [JSON.stringify(settings)], { execArgv: ['--import', 'tsx'] });
		const forget = stopWithUs(() => child.kill('SIGKILL'));
		child.once('exit', forget);
		await once(child, 'message');
		return new SendingWindow(child);
	}

	/** Resolves with how each of these files ended. */
	async send(paths: readonly string[]): Promise<readonly Said[]> {
		const answered = once(this.#process, 'message');
		this.#process.send([...paths]);
		const [said] = (await answered) as [readonly Said[]];
		return said;
	}

	async close(): Promise<void> {
		const gone = once(this.#process, 'exit');
		this.#process.kill('SIGKILL');
		await gone;
	}
}
