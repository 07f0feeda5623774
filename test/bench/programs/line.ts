import type { LineShape } from '../../faults/wire/relay.js';
import { startProgram, stopProgram } from './program.js';
import { answerWith } from './program-answers.js';

/** 20 ms each way, 100 Mbit/s. */
export const lineShape = { delayMs: 20, bytesPerSecond: 12_500_000 } as const satisfies LineShape;

export type LineAnswer = { readonly port: number } | { readonly connections: number };

/** A line to a server on this machine, in a process of its own. */
export interface Line {
	readonly port: number;
	/** How many connections were opened over it since it was asked last. */
	takeConnections(): Promise<number>;
	stop(): Promise<void>;
}

export async function startLine(targetPort: number): Promise<Line> {
	const child = startProgram('line-program.ts', { args: [String(targetPort)] });
	const { port } = await answerWith<'port', LineAnswer>(child, 'port');
	return {
		port,
		takeConnections: async () => {
			const answer = answerWith<'connections', LineAnswer>(child, 'connections');
			child.send('count');
			return (await answer).connections;
		},
		stop: () => stopProgram(child),
	};
}
