import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { stopWithUs } from '../../host/stop-with-us.js';
import type { Order, Report } from './window-process.js';

/** Another window on the same storage, in a process of its own. */
export class OtherWindow {
	readonly #process: ChildProcess;

	private constructor(process: ChildProcess) {
		this.#process = process;
	}

	static async open(folder: string): Promise<OtherWindow> {
		const script = path.join(__dirname, 'window-process.ts');
		const child = fork(script, [folder], { execArgv: ['--import', 'tsx'] });
		const forget = stopWithUs(() => child.kill('SIGKILL'));
		child.once('exit', forget);
		await once(child, 'message');
		return new OtherWindow(child);
	}

	/** Resolves with the task titles, or ids, that it answers. */
	async order(order: Order): Promise<readonly string[]> {
		const answered = once(this.#process, 'message');
		this.#process.send(order);
		const [{ titles }] = (await answered) as [Report];
		return titles;
	}

	/** Gives it nothing more to do; resolves when its process has ended by itself. */
	async leave(): Promise<void> {
		const gone = once(this.#process, 'exit');
		this.#process.disconnect();
		await gone;
	}

	/** As a crash does: nothing is tidied up. */
	async kill(): Promise<void> {
		if (this.#process.exitCode === null && this.#process.signalCode === null) {
			const gone = once(this.#process, 'exit');
			this.#process.kill('SIGKILL');
			await gone;
		}
	}
}
