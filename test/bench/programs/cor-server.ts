import type { IdentityFiles } from './identity.js';
import { startProgram, stopProgram } from './program.js';
import { answerWith } from './program-answers.js';

export interface CorQuestion {
	readonly taskId: number;
}

/** What COR has seen since it was asked last. */
interface CorCounts {
	readonly requests: number;
	/** Requests that brought files. */
	readonly uploads: number;
	/** Files that are on the task. */
	readonly files: number;
	readonly complaints: readonly string[];
}

export type CorAnswer = { readonly port: number; readonly token: string } | { readonly counts: CorCounts };

/** COR on this machine in a process of its own. */
export interface CorServer {
	readonly port: number;
	readonly token: string;
	/** What it has seen of a task, and forgets now with all attachments. */
	take(taskId: number): Promise<CorCounts>;
	stop(): Promise<void>;
}

/** @param identity it speaks TLS then */
export async function startCorServer(dataDir: string, identity?: IdentityFiles): Promise<CorServer> {
	const args = identity ? [dataDir, identity.key, identity.cert] : [dataDir];
	const child = startProgram('cor-program.ts', { args });
	const { port, token } = await answerWith<'port', CorAnswer>(child, 'port');
	return {
		port,
		token,
		take: async taskId => {
			const answer = answerWith<'counts', CorAnswer>(child, 'counts');
			child.send({ taskId } satisfies CorQuestion);
			return (await answer).counts;
		},
		stop: () => stopProgram(child),
	};
}
