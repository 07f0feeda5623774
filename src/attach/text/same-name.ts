// No script puts more than 30 marks on one letter (UAX #15, "stream-safe text"). Normalizing thousands of them takes
// minutes.
export const manyMarks = /(\p{M}{30})\p{M}+/gu;

const notAscii = /[\u0080-\uffff]/;

/** The text in NFC, with at most 30 marks on one letter. Takes linear time. */
export function composed(text: string): string {
	return notAscii.test(text) ? text.replace(manyMarks, '$1').normalize('NFC') : text;
}

/** Key by which two names are the same: NFC and lower case. */
export function sameName(name: string): string {
	return composed(name).toLowerCase();
}
