import type { IdentityFiles } from './identity.js';
import { startProgram, stopProgram } from './program.js';
import { answerWith } from './program-answers.js';
import { countQuestion, type SinkCounts, type SinkMessage } from './sink-messages.js';

/** A byte sink in a process of its own. */
export interface Sink {
	readonly port: number;
	/** What it has seen since it was asked last. */
	take(): Promise<SinkCounts>;
	stop(): Promise<void>;
}

/** @param identity it speaks TLS then */
export async function startSink(identity?: IdentityFiles): Promise<Sink> {
	const child = startProgram('byte-sink.ts', { args: identity ? [identity.key, identity.cert] : [] });
	const { port } = await answerWith<'port', SinkMessage>(child, 'port');
	return {
		port,
		take: async () => {
			const answer = answerWith<'counts', SinkMessage>(child, 'counts');
			child.send(countQuestion);
			return (await answer).counts;
		},
		stop: () => stopProgram(child),
	};
}
