import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { stopWithUs } from '../host/stop-with-us.js';
import { countQuestion, type SinkCounts, type SinkMessage } from './sink-messages.js';

/** A byte sink in a process of its own. */
export interface Sink {
	readonly port: number;
	/** What it has seen since it was asked last. */
	take(): Promise<SinkCounts>;
	stop(): Promise<void>;
}

/** @param identity files with a key and a certificate, PEM: it speaks TLS then */
export async function startSink(identity?: { readonly key: string; readonly cert: string }): Promise<Sink> {
	const child = forkProgram('byte-sink.ts', identity ? [identity.key, identity.cert] : []);
	const { port } = await answerOf(child, 'port');
	return {
		port,
		take: async () => {
			const answer = answerOf(child, 'counts');
			child.send(countQuestion);
			return (await answer).counts;
		},
		stop: () => stopProgram(child),
	};
}

/** Starts a program of this folder, on the Node that `execPath` names. */
export function forkProgram(
	file: string,
	args: readonly string[] = [],
	{ execPath = process.execPath, env = process.env }: { execPath?: string; env?: NodeJS.ProcessEnv } = {},
): ChildProcess {
	const child = fork(path.join(__dirname, file), args, { execPath, execArgv: ['--import', 'tsx'], env });
	const forget = stopWithUs(() => child.kill('SIGKILL'));
	child.once('exit', forget);
	return child;
}

export async function stopProgram(child: ChildProcess): Promise<void> {
	const gone = once(child, 'exit');
	child.kill();
	await gone;
}

type Answer<Key extends string> = Extract<SinkMessage, Readonly<Record<Key, unknown>>>;

function answerOf<Key extends 'port' | 'counts'>(child: ChildProcess, key: Key): Promise<Answer<Key>> {
	return new Promise((resolve, reject) => {
		const listen = (message: SinkMessage): void => {
			if (key in message) {
				child.off('message', listen);
				child.off('exit', fail);
				resolve(message as Answer<Key>);
			}
		};
		const fail = (): void => reject(new Error('the sink has ended'));
		child.on('message', listen);
		child.once('exit', fail);
	});
}
