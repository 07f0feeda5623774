/** A target with the figure beside it. */
export interface Verdict {
	readonly what: string;
	readonly target: string;
	readonly figure: string;
	readonly isMet: boolean;
	/** Why it may be missed, where that is known. */
	readonly reason?: string;
	/** Whether it stands at the head of the report. */
	readonly isHeadline?: boolean;
}

/** Everything that was measured of one kind of work. */
export interface Row {
	readonly work: string;
	readonly verdicts: readonly Verdict[];
	readonly tables: readonly Table[];
}

export interface Table {
	readonly caption: string;
	readonly head: readonly string[];
	readonly lines: readonly (readonly string[])[];
}

/** The verdict on a figure that must not be above a limit. */
export function atMost(
	what: string,
	figure: number,
	limit: number,
	inWords: (value: number) => string,
	reason?: string,
): Verdict {
	return {
		what,
		target: `≤ ${inWords(limit)}`,
		figure: inWords(figure),
		isMet: figure <= limit,
		...(reason && { reason }),
	};
}

/** The same, at the head of the report. */
export function headline(verdict: Verdict): Verdict {
	return { ...verdict, isHeadline: true };
}
