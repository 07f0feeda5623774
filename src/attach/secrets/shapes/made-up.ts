// What documentation writes where a secret belongs. A value that is made of these alone is none.
const fillers =
	/your|example|ejemplo|exemplo|placeholder|change|insert|replace|paste|enter|redacted|removed|hidden|sample|dummy|fake|demo|default|testing|test|pass(?:word|wd|w0rd|phrase)?|p@ss(?:word|w0rd)|pa\$\$word|contrase(?:n|ñ|\u00c3\u00b1)a|clave|senha|pwd|secret[oa]?|segredo|token|credentials?|access|api|auth|bearer|basic|private|public|client|merchant|application|app|user(?:name)?|usuario|admin|root|guest|postgres|mysql|mongo|redis|rabbitmq|database|development|production|prod|local|sandbox|live|value|valor|string|random|generated|strong|super|long|very|none|null|undefined|true|false|todo|fixme|foo|bar|baz|qux|hello|world|lorem|ipsum|qwerty|letmein|welcome|aqui|here|this|that|with|from|actual|real|some|env(?:ironment)?|variable|account|goes|must|should|signing|encryption|service|session|cookie|jwt|key|abc(?:def)?|xyz|1234?5?6?7?8?9?0?|0+|x{2,}|\.{2,}|id|my|me|tu|su|mi|db|the|is|to|at|by|in|of|an?(?![a-z])/g;

// These stand in the documents of their makers, or in those of standards. Their tails are enough to know them.
const published = [
	'IOSFODNN7EXAMPLE',
	'EXAMPLEKEY',
	'4eC39HqLyjWDarjtT1zdp7dc',
	'BQokikJOvBiI2HlWgH4olfQ2',
	'K1SZFPTOtr/KBHBeksoGMGw==',
	'eyJzdWIiOiIxMjM0NTY3ODkwI',
	// RFC 5849, 6749 and 6750
	'2YotnFZFEjr1zCsicMWpAA',
	'tGzv3JOkF0XG5Qx2TlKWIA',
	'czZCaGRSa3F0MzpnWDFmQmF0M2JW',
	'0685bd9184jfhq22',
	'ad180jjd733klru7',
];

/** What a program fills in later: a variable, a call, or a name in brackets of some kind. */
const laterFilled =
	/^(?:\$\{[\s\S]*|\$\([\s\S]*|\{\{[\s\S]*|\{[\w.-]*\}?|<[^>]*>?|%\(\w*\)s|%[\w.-]+%?|#\{[\s\S]*|\[[^\]]*\]?|@[\w.]+@|\*+|\.+|-+|_+|[xX]+|(?:process|import|os|env|environ|config|settings|secrets|vars?|self|this|options|args|params|data)\.[\s\S]*|ENC\([\s\S]*|!(?:Ref|Sub|GetAtt|vault|env|reference)[\s\S]*)$/;

/** Whether the whole of a value stands where a secret belongs without being one: `your-api-key`, `changeme`, `${VAR}`, `xxxx`. */
export function isPlaceholder(value: string): boolean {
	if (laterFilled.test(value)) {
		return true;
	}
	const rest = value
		.slice(0, 200)
		.toLowerCase()
		.replace(fillers, '')
		.replace(/[^a-z0-9]+/g, '');
	return /^\d?$/.test(rest);
}

/** Whether a text with the shape of a secret is one that documentation shows. */
export function isMadeUp(secret: string): boolean {
	const dense = secret.replace(/\s+/g, '');
	return (
		new Set(dense.slice(-24)).size < 7 ||
		isSequence(dense) ||
		published.some(known => dense.includes(known)) ||
		/^[A-Z0-9]{9,13}EXAMPLE/.test(dense) ||
		isPlaceholder(dense)
	);
}

/** Whether half of the characters or more follow from the one before them, as in `abcdef` and `123456`. */
function isSequence(text: string): boolean {
	let steps = 0;
	for (let index = 1; index < text.length; index += 1) {
		const step = text.charCodeAt(index) - text.charCodeAt(index - 1);
		steps += step === 0 || step === 1 ? 1 : 0;
	}
	return steps * 2 >= text.length;
}

// As Google and Apple give them out for one program: groups of four letters.
const groupsOfFour = /^[a-z]{4}(?:([ -]?)[a-z]{4})(?:\1[a-z]{4}){2}$/;

/** Whether a text is the password of a program: sixteen letters in a row that make no words. */
export function isAppPassword(value: string): boolean {
	return (
		groupsOfFour.test(value) && /[b-df-hj-np-tv-xz]{4}/.test(value.replace(/[ -]/g, '')) && !/pass|word/.test(value)
	);
}

type Class = 'lower' | 'upper' | 'digit';

/**
 * Whether nobody would write a text by hand: its letters and digits change their kind every few characters, as they do in
 * no word, no path and no name of a function.
 */
export function isRandom(text: string): boolean {
	const runs = { lower: 0, upper: 0, digit: 0 };
	let characters = 0;
	let last: Class | undefined;
	let length = 0;
	for (let index = 0; index < text.length; index += 1) {
		const now = classOf(text.charCodeAt(index));
		if (now !== undefined) {
			characters += 1;
			length += 1;
			// A capital letter and the small ones behind it are the start of a word.
			const isWord = now === 'lower' && last === 'upper' && length === 2;
			if (now !== last && !isWord) {
				runs[now] += 1;
				length = 1;
			}
			last = now;
		}
	}
	if (/^[0-9a-fA-F-]{16,}$/.test(text)) {
		return runs.digit > 1 && runs.lower + runs.upper > 1 && !isSequence(text);
	}
	const count = runs.lower + runs.upper + runs.digit;
	const distinct = new Set(text).size;
	const longest = runs.digit > 0 ? 3.6 : 2.6;
	return (
		characters >= 8 && characters / count <= longest && distinct >= Math.min(8, characters / 2) && !isSequence(text)
	);
}

function classOf(code: number): Class | undefined {
	if (code >= 97 && code <= 122) {
		return 'lower';
	}
	if (code >= 65 && code <= 90) {
		return 'upper';
	}
	return code >= 48 && code <= 57 ? 'digit' : undefined;
}
