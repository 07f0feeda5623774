import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { signIn } from '../../cor/kit/connect.js';
import { projectDir } from '../../host/paths.js';
import { diskPart } from '../../machine/kit/disk-part.js';
import type { Sandbox } from '../../sandbox/sandbox.js';

const concurrency = 2; // as the extension

/** COR on this machine in a process of its own, so that its work is not counted as the client's. */
export interface RunningCor {
	/** Sends every file to a task, one file a request. Rejects where one is not attached. */
	uploadAll(files: readonly string[]): Promise<void>;
	stop(): Promise<void>;
}

export async function startCor(dataDir: string): Promise<RunningCor> {
	const main = path.join(projectDir, 'test/sandbox/main.ts');
	const child = spawn(process.execPath, ['--import', 'tsx', main, '--data', dataDir], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const told = new Map<string, string>();
	for await (const line of createInterface(child.stdout)) {
		const [, name = '', value = ''] = /^(.+?) {2,}(.+)$/.exec(line) ?? [];
		told.set(name, value);
		if (name === 'Files') {
			break;
		}
	}
	const credentials = { apiKey: told.get('API key') ?? '', clientSecret: told.get('Client secret') ?? '' };
	const client = signIn({ apiUrl: told.get('API') ?? '', credentials } as Sandbox);
	return {
		uploadAll: async files => {
			const queue = files.values();
			const worker = async () => {
				for (const file of queue) {
					const part = await diskPart(file, path.basename(file));
					const [end] = await client.upload(4101, [part], { signal: new AbortController().signal });
					await part.close?.();
					if (end?.status !== 'attached') {
						throw new Error(`${file}: ${end?.status}`);
					}
				}
			};
			await Promise.all(Array.from({ length: concurrency }, worker));
		},
		stop: async () => {
			const exited = once(child, 'exit');
			child.kill();
			await exited;
		},
	};
}
