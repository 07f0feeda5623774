export type Texts = Readonly<Record<string, string>>;

/** What the words of a language lack, and what nobody looks up. */
export function keyFaults(texts: Texts, lookedUp: readonly string[]): readonly string[] {
	const wanted = new Set(lookedUp);
	return [
		...[...wanted].filter(key => !(key in texts)).map(key => `missing: ${key}`),
		...Object.keys(texts)
			.filter(key => !wanted.has(key))
			.map(key => `unused: ${key}`),
	];
}

/** What a translation must carry over as it is: placeholders, links to settings and to commands. */
export function partsKept(text: string): readonly string[] {
	return [...new Set(text.match(/\{\d+\}|`#[\w.]+#`|\(command:[\w.]+\)/g))].sort();
}

/** Where a translation has other placeholders or links than the English text. */
export function partFaults(pairs: readonly (readonly [english: string, translated: string])[]): readonly string[] {
	return pairs.flatMap(([english, translated]) => {
		const [wanted, found] = [partsKept(english).join(' '), partsKept(translated).join(' ')];
		return wanted === found ? [] : [`${english}: ${wanted || 'nothing'} became ${found || 'nothing'}`];
	});
}

/** What reads as in English, or says nothing. */
export function untranslated(pairs: readonly (readonly [english: string, translated: string])[]): readonly string[] {
	const same = pairs.filter(([english, translated]) => translated === english || translated.trim() === '');
	return [...new Set(same.map(([english]) => english))].sort();
}

/** COR's own words and the editor's, as the English texts have them, and what stands for them in each language. */
const glossary = [
	{ english: /\btasks?\b(?!\.json)/i, es: /\btareas?\b/i, 'pt-br': /\btarefas?\b/i },
	{ english: /\battachments?\b/i, es: /\badjuntos?\b/i, 'pt-br': /\banexos?\b/i },
	{ english: /\battach(?:es|ed|ing)?\b/i, es: /\badj[uú]nt/i, 'pt-br': /\banex/i },
	{ english: /\bdeliverables?\b/i, es: /\bentregables?\b/i, 'pt-br': /\bentreg[aá]ve(?:l|is)\b/i },
	{ english: /\breworks?\b/i, es: /\bretrabajos?\b/i, 'pt-br': /\bretrabalhos?\b/i },
	{ english: /\bworkspaces?\b/i, es: /áreas? de trabajo/i, 'pt-br': /espaços? de trabalho/i },
	{ english: /\bfiles?\b/i, es: /\barchivos?\b/i, 'pt-br': /\barquivos?\b/i },
	{ english: /\bpress\b/i, es: /\bpresion[ae]/i, 'pt-br': /\bpression[ae]/i },
] as const;

/** Words of other countries, of other forms of address, and plurals that are left to the reader. */
export const strangeWords = {
	en: /\((?:s|es)\)/,
	es: /\((?:s|es)\)|\b(?:ficheros?|ordenador|puls[ae]|usted|vosotros|vuestr[oa]s?|vos|ten[eé]s|pod[eé]s|espacios? de trabajo)\b|añad/i,
	'pt-br': /\((?:s|es|ões)\)|\b(?:ficheiros?|utilizador|carregue|o senhor|tu|teus?|tuas?)\b|ecrã/i,
} as const;

/** Where a translation says one of COR's words otherwise. */
export function glossaryFaults(
	language: 'es' | 'pt-br',
	pairs: readonly (readonly [english: string, translated: string])[],
): readonly string[] {
	return pairs.flatMap(([english, translated]) =>
		glossary
			.filter(word => translated !== english && word.english.test(english) && !word[language].test(translated))
			.map(word => `${english} → ${translated} lacks ${word[language].source}`),
	);
}
