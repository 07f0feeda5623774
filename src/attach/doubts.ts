/**
 * What is special about a file that somebody wants to send. The editor puts it into words; a review shows it, and what
 * is left out because of it ends as `skipped`.
 */
export type Doubt =
	/** Its name is one under which secrets are kept, or its first part holds what looks like one. `rule` names which. */
	| { readonly kind: 'secret'; readonly rule: string }
	/** The person took it out of the batch in the review. */
	| { readonly kind: 'unticked' };
