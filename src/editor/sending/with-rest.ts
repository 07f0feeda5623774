import type { Outcome } from '../../attach/outcome.js';
import type { DecidedFile } from '../../attach/plan/stages.js';
import type { Sent } from './shipment.js';

/**
 * The files of a shipment that a round leaves as they are: neither attached nor skipped, and not among those it sends
 * or looks for.
 * @param taken URIs of the files that the round sends or looks for
 */
export function restOf({ outcomes }: Sent, taken: ReadonlySet<string>): readonly Outcome<DecidedFile>[] {
	return outcomes.filter(
		({ file, end }) => end.status !== 'attached' && end.status !== 'skipped' && !taken.has(file.uri),
	);
}

/** Adds the rest of the shipment before, so that the person is still told about it and can still do something. */
export function withRest(sent: Sent, before: Sent, rest: readonly Outcome<DecidedFile>[]): Sent {
	const uris = new Set(rest.map(({ file }) => file.uri));
	const doubtful = new Map([...before.doubtful].filter(([{ uri }]) => uris.has(uri)));
	const lingering = before.late?.lingering.filter(({ outcome }) => uris.has(outcome.file.uri)) ?? [];
	const late = sent.late ? { ...sent.late, lingering: [...sent.late.lingering, ...lingering] } : before.late;
	return {
		...sent,
		outcomes: [...sent.outcomes, ...rest],
		doubtful: new Map([...doubtful, ...sent.doubtful]),
		...(late && { late }),
		journal: sent.journal ?? before.journal,
	};
}
