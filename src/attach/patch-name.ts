/** What a patch holds, as far as its name tells. */
export interface PatchContents {
	/** The branch, or the folder's name where no branch is checked out. */
	readonly branch: string;
	readonly changes: 'staged' | 'all';
	/** Paths of the files that were chosen, if not all. */
	readonly chosen?: readonly string[];
}

/** `logo.svg.patch` for one file, else `feature-4101-staged.patch` or `feature-4101-changes.patch`. */
export function patchName({ branch, changes, chosen }: PatchContents): string {
	const only = chosen?.length === 1 ? chosen[0] : undefined;
	if (only !== undefined) {
		return `${only.slice(only.lastIndexOf('/') + 1)}.patch`;
	}
	return `${branch.replace(/[/\\]+/g, '-')}-${changes === 'staged' ? 'staged' : 'changes'}.patch`;
}
