import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { stopWithUs } from '../../host/stop-with-us.js';

export interface ProgramOptions {
	readonly args?: readonly string[];
	/** The Node that it runs on; this process's where it is left out. */
	readonly execPath?: string;
	/** Beside the variables of this process. */
	readonly env?: Readonly<Record<string, string>>;
}

/** A program of this folder in a process of its own, so that its work is not counted as anybody else's. */
export function startProgram(file: string, { args = [], execPath, env }: ProgramOptions = {}): ChildProcess {
	const child = fork(path.join(__dirname, file), args, {
		execArgv: ['--import', 'tsx'],
		env: { ...process.env, ...env },
		...(execPath && { execPath }),
	});
	const forget = stopWithUs(() => child.kill('SIGKILL'));
	child.once('exit', forget);
	return child;
}

export async function stopProgram(child: ChildProcess): Promise<void> {
	if (child.exitCode === null && child.signalCode === null) {
		const gone = once(child, 'exit');
		child.kill();
		await gone;
	}
}
