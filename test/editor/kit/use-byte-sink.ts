import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { answerWith } from '../../bench/programs/program-answers.js';
import type { SinkMessage } from '../../bench/programs/sink-messages.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import { setApiUrl, signInWithToken, signOut } from './use-cor.js';

/** A server in a process of its own that counts what arrives, and a folder for what is sent there. */
export interface ByteSink {
	readonly folder: string;
	readonly sink: ChildProcess;
}

/** `test/bench/programs/byte-sink.ts`, bundled beside the suites. */
const sinkProgram = path.join(__dirname, 'byte-sink.js');

/** Signs the suite around it in to a server that only counts. */
export function useByteSink(): () => ByteSink {
	let folder = '';
	let sink: ChildProcess | undefined;

	before(async () => {
		folder = temporaryFolder();
		sink = fork(sinkProgram, { execArgv: [] });
		const { port } = await answerWith<'port', SinkMessage>(sink, 'port');
		await setApiUrl(`http://127.0.0.1:${port}/v1`);
		signInWithToken('sink');
	});
	after(async () => {
		signOut();
		await setApiUrl(undefined);
		if (sink) {
			const gone = once(sink, 'exit');
			sink.kill();
			await gone;
		}
		removeTemporaryFolder(folder);
	});

	return () => {
		if (!sink) {
			throw new Error('The server starts when the suite begins: ask for it in a test.');
		}
		return { folder, sink };
	};
}
