import { type JournalReading, readingJournal } from '../../../../src/attach/journal/journal.js';

/** Reads a journal without giving turns to other work. */
export function readJournal(text: string): JournalReading {
	const steps = readingJournal(text);
	for (;;) {
		const { done, value } = steps.next();
		if (done) {
			return value;
		}
	}
}
