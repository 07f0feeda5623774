import { posix } from 'node:path';
import { globExpression } from './glob.js';

export interface HiddenQuestion {
	/** The value of the editor's `files.exclude` as JSON: as one text it is copied between the threads in no time. */
	readonly exclude: string;
	/** The folder that somebody chose, from where the patterns count; empty if it is that place itself. */
	readonly chosen: string;
	/** A folder in it, or itself, from the same place, and the names of all that is in it. */
	readonly folder: string;
	readonly names: readonly string[];
}

export interface HiddenAnswer {
	/** For each name, whether the explorer hides it. */
	readonly hidden: readonly boolean[];
	readonly spentMs: number;
}

interface Pattern {
	readonly expression: RegExp;
	/** What a sibling has to be called, `$(basename)` for the name without its extension; `undefined` if none has to be there. */
	readonly when: string | undefined;
}

/**
 * Tells what the explorer hides by `files.exclude`. A pattern that the chosen folder itself matches hides nothing in it,
 * for it was chosen all the same, unless it has a clause of its own. The patterns of the question before are kept.
 */
export class HiddenMatcher {
	readonly #ignoresCase: boolean;
	#exclude = '';
	#patterns: readonly Pattern[] = [];

	/** @param ignoresCase whether two names that differ in case are one, as the explorer takes siblings */
	constructor(ignoresCase = process.platform === 'win32' || process.platform === 'darwin') {
		this.#ignoresCase = ignoresCase;
	}

	answer({ exclude, chosen, folder, names }: HiddenQuestion): HiddenAnswer {
		const startedAt = performance.now();
		if (exclude !== this.#exclude) {
			this.#patterns = parse(exclude);
			this.#exclude = exclude;
		}
		const patterns = this.#patterns.filter(
			({ expression, when }) => chosen === '' || when !== undefined || !expression.test(chosen),
		);
		const siblings = new Set(
			patterns.some(({ when }) => when !== undefined) ? names.map(name => this.#known(name)) : [],
		);
		const hidden = names.map(name => {
			const path = folder === '' ? name : `${folder}/${name}`;
			return patterns.some(
				({ expression, when }) =>
					expression.test(path) && (when === undefined || siblings.has(this.#known(siblingOf(name, when)))),
			);
		});
		return { hidden, spentMs: performance.now() - startedAt };
	}

	#known(name: string): string {
		return this.#ignoresCase ? name.toLowerCase() : name;
	}
}

// As the editor has it, whatever stands beside a pattern turns it on, but for `false`.
function parse(exclude: string): readonly Pattern[] {
	return Object.entries(JSON.parse(exclude) as object).flatMap(([pattern, value]) => {
		const expression = value === false ? undefined : globExpression(pattern);
		const when: unknown = value?.when;
		return expression ? [{ expression, when: typeof when === 'string' ? when : undefined }] : [];
	});
}

function siblingOf(name: string, when: string): string {
	return when.replace('$(basename)', () => name.slice(0, name.length - posix.extname(name).length));
}
