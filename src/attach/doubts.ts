import type { SecretRule } from './secrets/secrets.js';

/**
 * What is special about a file that somebody wants to send. The editor puts it into words; a review shows it, and what
 * is left out because of it ends as `skipped`.
 */
export type Doubt =
	/** Its name is one under which secrets are kept, or its first part holds what looks like one; in a patch: those of the file at that path. */
	| ({ readonly kind: 'secret'; readonly inPatch?: string } & SecretRule)
	/** It is larger than the person's limit. */
	| { readonly kind: 'large'; readonly limitBytes: number }
	| { readonly kind: 'empty' }
	/** It was chosen itself, and Git ignores it. */
	| { readonly kind: 'ignored' }
	/** It was chosen in the workspace and lies outside of it: there is a link on the way. `place` is where. */
	| { readonly kind: 'outside'; readonly place: string }
	/** Nobody could tell in time whether it looks like a secret. */
	| { readonly kind: 'unlooked' }
	/** Its name is on the task already, and nobody decided what that means. */
	| { readonly kind: 'on-task'; readonly version: number }
	/** The newest version on the task has the same bytes. */
	| { readonly kind: 'unchanged'; readonly version: number }
	/** The person took it out of the batch in the review. */
	| { readonly kind: 'unticked' };

/** Whether it looks like a secret. */
export function isSecret(doubt: Doubt): boolean {
	return doubt.kind === 'secret';
}

/** Whether it is sent only where the person says so, each time. */
export function needsWord(doubt: Doubt): boolean {
	return isSecret(doubt) || doubt.kind === 'outside' || doubt.kind === 'unlooked';
}

/** Whether somebody's word on one of them is their word on the other: the same rule at the same place, the same place outside. */
export function isSameDoubt(a: Doubt, b: Doubt): boolean {
	switch (a.kind) {
		case 'secret':
			return b.kind === 'secret' && a.place === b.place && a.rule === b.rule && a.inPatch === b.inPatch;
		case 'outside':
			return b.kind === 'outside' && a.place === b.place;
		default:
			return a.kind === b.kind;
	}
}
