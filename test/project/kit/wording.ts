export type Spoken = 'en' | 'es' | 'pt-br';

const badMarks = /\.{2}|…\.|[?!,;:]\.|\.[?!]|[?!,;:]{2}| {2}|\s[.,;:!?…](?:\s|$)|^\s|\s$/;

/** Whether a text has two marks where one belongs, a mark after a space, or spaces that nobody meant. Code is as it is. */
export function isBadlySet(text: string): boolean {
	return badMarks.test(withoutCode(text));
}

/** Words that make people read twice, and words of other languages put into this one. */
export const clumsyWords: Readonly<Record<Spoken, RegExp>> = {
	// A key is pressed; a button, a link and a box are clicked.
	en: /\bpress(?:e[sd]|ing)?\b(?! (?:Enter|Esc|Escape|Space)\b)|\b(?:un)?tick(?:s|ed|ing)?\b|\bwhoever\b|\bl(?:eft|eaves?|eaving) out\b|\b(?:is|are|was|were) left out\b|\bbegun\b|\bbeside\b|\bof its own\b|\ball the same\b|\bholds?\b|\bcounts?\b|\bmade\b|\blets go\b|\bCOR(?: had|'s? own)?(?: (?:knows?|asks?|answers?|answered|says?|had))\b/i,
	es: /por tu propia mano|propio de un secreto|junto a(?:l que| él| ella)|\bal lado\b|COR no (?:tomó|conoce)|\bAquello\b|error propio|en el camino|pide una pausa|se abandonó|valen los predeterminados|Dónde está la API|Solo cuenta\b|\bUn (?:feedback|retrabajo)\b|Corresponde a|nada en particular|El registro tiene|se mira la tarea|Terminar subidas|\bVer también\b|Adjuntos de COR/,
	'pt-br':
		/pela sua própria mão|\b[Dd]e fora:|típico de um segredo|COR não (?:conhece|tomou)|pede uma pausa|foi abandonada|postas? de lado|ao lado d|\bAquilo\b|Repetir os que|valem os padrões|\bcifrad|cita o servidor|Perguntando ao COR|\bUm (?:feedback|retrabalho)\b|Anexos do COR/,
};

/** What a command's title begins with: in Spanish and in Portuguese an infinitive. */
export const firstVerbs: Readonly<Record<Spoken, RegExp>> = {
	en: /^(?:Attach|Check|Clear|Compare|Copy|Open|Paste|Pin|Refresh|Remove|Resume|Return|Reveal|Save|Send|Show|Sign|Switch|Unpin)\b/,
	es: /^\p{Lu}\p{Ll}*[aei]r\b/u,
	'pt-br': /^\p{Lu}\p{Ll}*[aei]r\b/u,
};

/** The English of a button, a title or a command, which begins every word but the small ones with a capital. */
const inTitleCase = /^\p{Lu}[\p{L}']*(?: (?:\p{Lu}[\p{L}']*|a|an|and|as|for|from|in|of|on|or|the|to|with))*…?$/u;

export function isTitle(english: string): boolean {
	return inTitleCase.test(english);
}

/** How many words the longest sentence of a text has; what stands in a code span is one word. */
export function wordsInSentence(text: string): number {
	const sentences = withoutCode(text).split(/(?<=[.:;!?])\s|\n|\[/);
	return Math.max(...sentences.map(sentence => sentence.split(/\s+/).filter(word => /[\p{L}\d]/u.test(word)).length));
}

function withoutCode(text: string): string {
	return text.replace(/`[^`]+`/g, 'code');
}
