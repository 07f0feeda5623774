import { toCorError } from './errors.js';
import type { FileEnd, Outcome } from './outcome.js';
import type { PlannedFile } from './plan.js';

export interface BatchOptions {
	/** How many files are on their way at once, at most. */
	readonly concurrency: number;
	send(file: PlannedFile): Promise<FileEnd>;
	/** Told of each file as it ends; the next one waits for it. */
	onEnd?(outcome: Outcome<PlannedFile>): Promise<void>;
}

/** Sends every file: exactly one outcome for each, in order. Never rejects: one bad file must not sink the rest. */
export async function runBatch(files: readonly PlannedFile[], options: BatchOptions): Promise<Outcome<PlannedFile>[]> {
	const outcomes: Outcome<PlannedFile>[] = [];
	const queue = files.entries();

	const worker = async (): Promise<void> => {
		for (const [index, file] of queue) {
			const startedAt = performance.now();
			const end = await endOf(file, options);
			const outcome = { file, end, tookMs: performance.now() - startedAt };
			outcomes[index] = outcome;
			await options.onEnd?.(outcome);
		}
	};

	await Promise.all(Array.from({ length: options.concurrency }, worker));
	return outcomes;
}

async function endOf(file: PlannedFile, { send }: BatchOptions): Promise<FileEnd> {
	try {
		return await send(file);
	} catch (error) {
		return { status: 'failed', error: toCorError(error) };
	}
}
