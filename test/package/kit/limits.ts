/**
 * Bytes at most, for the package suite and the benchmark. Each is what there is, rounded up: more has to be decided.
 * What the code consists of is in `dist/meta.json` after `npm run package`: four fifths are ours; form-data with what it
 * needs, valibot and yazl are most of the rest.
 */
export const limits = {
	/** The code that activates: every window that uses the extension reads it. */
	activation: 100_000,
	/** All code. Most of it is loaded on the first use of what it does. */
	bundle: 510_000,
	vsix: 400_000,
} as const;
