// More marks on one letter than any script has (UAX #15, "stream-safe text"). To order a run of thousands takes minutes.
export const manyMarks = /(\p{M}{30})\p{M}+/gu;

const notAscii = /[\u0080-\uffff]/;

/**
 * The text in NFC. Of more than 30 marks on one letter only the first 30 are compared, so the time grows with the length
 * alone.
 */
export function composed(text: string): string {
	return notAscii.test(text) ? text.replace(manyMarks, '$1').normalize('NFC') : text;
}

/** The form in which two names are the same name: NFC, case folded. */
export function sameName(name: string): string {
	return composed(name).toLowerCase();
}
