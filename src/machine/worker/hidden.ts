import { posix } from 'node:path';
import { globExpression } from './glob.js';

export interface HiddenQuestion {
	/** Value of `files.exclude` as JSON, because one text is copied between threads fastest. */
	readonly exclude: string;
	/** The chosen folder, relative to where the patterns apply. Empty if it is that place itself. */
	readonly chosen: string;
	/** The chosen folder or one inside it, relative to the same place, and all names in it. */
	readonly folder: string;
	readonly names: readonly string[];
}

export interface HiddenAnswer {
	/** For each name, whether the Explorer hides it. */
	readonly hidden: readonly boolean[];
	readonly spentMs: number;
}

interface Pattern {
	readonly expression: RegExp;
	/** Name that a sibling must have; `$(basename)` is the name without its extension. `undefined` if none is needed. */
	readonly when: string | undefined;
}

/**
 * Tells what the Explorer hides because of `files.exclude`. A pattern that matches the chosen folder itself is ignored,
 * since somebody chose that folder anyway, unless it has a `when` clause. Remembers the last patterns.
 */
export class HiddenMatcher {
	readonly #ignoresCase: boolean;
	#exclude = '';
	#patterns: readonly Pattern[] = [];

	/** @param ignoresCase whether siblings are compared ignoring case, as the Explorer does */
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

// As in VS Code, any value except `false` enables a pattern.
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
