import type { Doubt } from '../doubts.js';
import { countEnds, type Outcome } from '../outcome.js';
import { unprintable } from '../text/one-line.js';

/** What somebody says with the files that they attach. */
export interface TaskMessage {
	/** As `tidyMessage` has it; never empty. */
	readonly text: string;
	/** Why it is sent only where somebody says so: it may contain a secret, or nobody could look in time. */
	readonly doubts: readonly Doubt[];
}

/** An attachment that a message refers to, with what COR told of it (cor-api §3.5). */
export interface Reference {
	readonly id: number;
	readonly name: string;
	readonly url?: string;
	/** COR's `file_type`. */
	readonly type?: string;
	readonly source?: string;
}

/** More characters than these are a file. All of them fit into what is looked at for secrets. */
export const maxMessageLength = 20_000;

const nothingSeen = /^[\s\p{Default_Ignorable_Code_Point}]*$/u;

/**
 * A message as it is sent: plain text with `\n` between its lines, without spaces around it, and without what can't be
 * seen and changes what is. Empty where there is nothing to see. It may be longer than `maxMessageLength`.
 */
export function tidyMessage(text: string): string {
	const tidy = text
		.toWellFormed()
		.split(/\r\n|[\n\r\u2028\u2029]/)
		.map(line => line.replaceAll('\t', '    ').replace(unprintable, ' ').trimEnd())
		.join('\n')
		.trim();
	return nothingSeen.test(tidy) ? '' : tidy;
}

/**
 * Whether a message can go with files that ended so. `waits`: a file that was to be attached is not, or nobody knows.
 * `nothing`: there is nothing to go with.
 */
export function readiness(outcomes: readonly Outcome<unknown>[]): 'ready' | 'waits' | 'nothing' {
	const { attached, failed, unknown, cancelled } = countEnds(outcomes);
	if (failed + unknown + cancelled > 0) {
		return 'waits';
	}
	return attached > 0 ? 'ready' : 'nothing';
}

/** What a message refers to: every file that is attached. */
export function referencesOf(outcomes: readonly Outcome<{ readonly name: string }>[]): readonly Reference[] {
	return outcomes.flatMap(({ file, end }) => {
		if (end.status !== 'attached') {
			return [];
		}
		const { id, name, url, type, source } = end.attachment;
		return [{ id, name: name || file.name, ...(url && { url }), ...(type && { type }), ...(source && { source }) }];
	});
}
