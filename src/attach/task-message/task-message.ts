import type { Doubt } from '../doubts.js';
import { countEnds, type Outcome } from '../outcome.js';
import { unprintable } from '../text/one-line.js';

/** The text that a person sends along with files. */
export interface TaskMessage {
	/** Result of `tidyMessage`; never empty. */
	readonly text: string;
	/** Why it is sent only after a person confirms it: it may contain a secret, or the check didn't finish in time. */
	readonly doubts: readonly Doubt[];
}

/** An attachment that a message refers to, as COR described it (cor-api §3.5). */
export interface Reference {
	readonly id: number;
	readonly name: string;
	readonly url?: string;
	/** COR's `file_type`. */
	readonly type?: string;
	readonly source?: string;
}

/** In UTF-16 units. Longer texts belong in a file. The check for secrets reads this much completely. */
export const maxMessageLength = 20_000;

/** A character that people can see. */
const visible = /[^\s\p{Default_Ignorable_Code_Point}]/u;

/**
 * The message as it is sent: plain text, `\n` between lines, trimmed, without invisible characters that change how it
 * reads. Empty if no character is visible. It may still be longer than `maxMessageLength`.
 */
export function tidyMessage(text: string): string {
	const tidy = text
		.toWellFormed()
		.split(/\r\n|[\n\r\u2028\u2029]/)
		.map(line => line.replaceAll('\t', '    ').replace(unprintable, ' ').trimEnd())
		.join('\n')
		.trim();
	return visible.test(tidy) ? tidy : '';
}

/**
 * Whether the message can be sent now. `waits`: at least one file failed, was cancelled or may still arrive. `nothing`:
 * no file was attached.
 */
export function readiness(outcomes: readonly Outcome<unknown>[]): 'ready' | 'waits' | 'nothing' {
	const { attached, failed, unknown, cancelled } = countEnds(outcomes);
	if (failed + unknown + cancelled > 0) {
		return 'waits';
	}
	return attached > 0 ? 'ready' : 'nothing';
}

/** References to all files that were attached. */
export function referencesOf(outcomes: readonly Outcome<{ readonly name: string }>[]): readonly Reference[] {
	return outcomes.flatMap(({ file, end }) => {
		if (end.status !== 'attached') {
			return [];
		}
		const { id, name, url, type, source } = end.attachment;
		return [{ id, name: name || file.name, ...(url && { url }), ...(type && { type }), ...(source && { source }) }];
	});
}
