import { execFile } from 'node:child_process';

export interface CommandOptions {
	readonly cwd?: string;
	readonly env?: NodeJS.ProcessEnv;
	/** Whether a shell starts it, which takes program and arguments for its own language. */
	readonly shell?: boolean;
}

/** Runs a program to its end and resolves with what it printed. Rejects with the last lines it said. */
export function runCommand(file: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
	return new Promise((resolve, reject) => {
		execFile(file, args, { ...options, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
			if (!error) {
				resolve(stdout);
				return;
			}
			const said = `${stdout}\n${stderr}`.trim().split('\n').slice(-25).join('\n');
			reject(new Error(`${file} ${args.join(' ')} failed (${error.code ?? error.signal ?? error.message}):\n${said}`));
		}).stdin?.end();
	});
}
