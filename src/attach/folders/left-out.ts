/** Why an entry of a chosen folder isn't sent. */
export type WhyLeftOut =
	/** Data of a version control system. */
	| 'version-control'
	/** Installed packages. */
	| 'packages'
	/** Files that a system or a program writes for itself, such as `.DS_Store` and lock files. */
	| 'system'
	| 'link'
	/** A pipe, a socket or a device. */
	| 'special'
	| 'ignored-by-git'
	/** Matches the setting `corAttachments.exclude`. */
	| 'excluded'
	/** Matches the editor's setting `files.exclude`, so the Explorer doesn't show it. */
	| 'hidden';

export interface LeftOutEntry {
	/** Path that starts with the chosen folder's name, with `/` between the parts. A folder's path ends with `/`. */
	readonly relativePath: string;
	readonly why: WhyLeftOut;
}

/** The entries of the chosen folders that aren't sent. A folder counts once, with everything in it. */
export interface LeftOut {
	readonly count: number;
	/** The first `mostNamed` of them, in listing order. */
	readonly some: readonly LeftOutEntry[];
}

/** Nobody reads more, and a folder may contain any number. */
export const mostNamed = 1_000;

export const nothingLeftOut: LeftOut = { count: 0, some: [] };

/** Adds the counts and keeps the first `mostNamed` entries. */
export function joinLeftOut(parts: readonly LeftOut[]): LeftOut {
	return {
		count: parts.reduce((sum, { count }) => sum + count, 0),
		some: parts.flatMap(({ some }) => some).slice(0, mostNamed),
	};
}

export class LeftOutList {
	readonly #some: LeftOutEntry[] = [];
	#count = 0;

	add(relativePath: string, why: WhyLeftOut): void {
		this.#count += 1;
		if (this.#some.length < mostNamed) {
			this.#some.push({ relativePath, why });
		}
	}

	get leftOut(): LeftOut {
		return { count: this.#count, some: this.#some };
	}
}
