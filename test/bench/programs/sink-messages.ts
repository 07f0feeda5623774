/** What the sink has seen since it was asked last. */
export interface SinkCounts {
	readonly connections: number;
	readonly requests: number;
	/** Requests that brought files. */
	readonly uploads: number;
	/** Files in uploads of up to 8 MiB; a larger one counts as one. */
	readonly files: number;
	/** Of the bodies of uploads. */
	readonly bytes: number;
	/** When the first bytes of the first upload's body were there, in epoch milliseconds with their fraction. */
	readonly firstByteAt: number | undefined;
}

/** What the sink tells its parent: where it listens, the bytes of each upload's body, and its counts where it is asked. */
export type SinkMessage = { readonly port: number } | { readonly bytes: number } | { readonly counts: SinkCounts };

/** What the parent asks. */
export const countQuestion = 'count';
