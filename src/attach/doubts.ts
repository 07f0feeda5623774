import type { SecretRule } from './secrets/secrets.js';

/**
 * A reason to look twice before a file is sent. The review shows it in words. If the file stays behind because of it,
 * the file ends as `skipped` with this doubt.
 */
export type Doubt =
	/**
	 * The file name, its folder or its first 64 KiB look like a secret. `inPatch` is the path of that file inside a
	 * patch.
	 */
	| ({ readonly kind: 'secret'; readonly inPatch?: string } & SecretRule)
	/** It is larger than `corAttachments.warnAboveMegabytes`. */
	| { readonly kind: 'large'; readonly limitBytes: number }
	| { readonly kind: 'empty' }
	/** The person chose this file directly, but Git ignores it. */
	| { readonly kind: 'ignored' }
	/** It was chosen inside the workspace, but a link leads outside. `place` is the real path. */
	| { readonly kind: 'outside'; readonly place: string }
	/** The check for secrets didn't finish in time. */
	| { readonly kind: 'unlooked' }
	/** The task already has an attachment with this name, and nobody decided what to do. */
	| { readonly kind: 'on-task'; readonly version: number }
	/** The newest version on the task has the same contents. */
	| { readonly kind: 'unchanged'; readonly version: number }
	/** The person unchecked it in the review. */
	| { readonly kind: 'unticked' }
	/** It changed after its upload was interrupted, and the person doesn't want it sent. */
	| { readonly kind: 'changed' };

export function isSecret(doubt: Doubt): boolean {
	return doubt.kind === 'secret';
}

/** Whether the file is sent only after a person confirms it, every time. */
export function needsWord(doubt: Doubt): boolean {
	return isSecret(doubt) || doubt.kind === 'outside' || doubt.kind === 'unlooked';
}

/**
 * Whether confirming one doubt also confirms the other: same rule in the same place, or the same path outside the
 * workspace.
 */
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
