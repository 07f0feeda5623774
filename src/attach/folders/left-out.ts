/** Why something in a chosen folder stays behind. */
export type WhyLeftOut =
	/** What version control keeps for itself. */
	| 'version-control'
	/** Packages that a package manager installed. */
	| 'packages'
	| 'link'
	/** Neither a file nor a folder nor a link: a pipe, a socket, a device. */
	| 'special'
	| 'ignored-by-git'
	/** The setting `corAttachments.exclude`. */
	| 'excluded';

export interface LeftOutEntry {
	/** As files of folders are named: it begins with the chosen folder's own name; `/` between the parts. */
	readonly relativePath: string;
	readonly why: WhyLeftOut;
}

/** What of the chosen folders stays behind: files, links, and folders, each once with all that is in it. */
export interface LeftOut {
	readonly count: number;
	/** The first of them, in the order of the listing; `mostNamed` at most. */
	readonly some: readonly LeftOutEntry[];
}

/** More than this nobody reads, and a folder may hold any number. */
export const mostNamed = 1_000;

export const nothingLeftOut: LeftOut = { count: 0, some: [] };

/** All of these, and the first of them by name. */
export function joinLeftOut(parts: readonly LeftOut[]): LeftOut {
	return {
		count: parts.reduce((sum, { count }) => sum + count, 0),
		some: parts.flatMap(({ some }) => some).slice(0, mostNamed),
	};
}

/** Collects what is left out. */
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
