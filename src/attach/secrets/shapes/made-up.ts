// Words that documentation uses in place of a secret. A value made only of these isn't a secret.
const fillers =
	/your|example|ejemplo|exemplo|placeholder|change|insert|replace|paste|enter|redacted|removed|hidden|sample|dummy|fake|demo|default|testing|test|pass(?:word|wd|w0rd|phrase)?|p@ss(?:word|w0rd)|pa\$\$word|contrase(?:n|ñ|\u00c3\u00b1)a|clave|senha|pwd|secret[oa]?|segredo|token|credentials?|access|api|auth|bearer|basic|private|public|client|merchant|application|app|user(?:name)?|usuario|admin|root|guest|postgres|mysql|mongo|redis|rabbitmq|database|development|production|prod|local|sandbox|live|value|valor|string|random|generated|strong|super|long|very|none|null|undefined|true|false|todo|fixme|foo|bar|baz|qux|hello|world|lorem|ipsum|qwerty|letmein|welcome|aqui|here|this|that|with|from|actual|real|some|env(?:ironment)?|variable|account|goes|must|should|signing|encryption|service|session|cookie|jwt|key|abc(?:def)?|xyz|1234?5?6?7?8?9?0?|0+|x{2,}|\.{2,}|id|my|me|tu|su|mi|db|the|is|to|at|by|in|of|an?(?![a-z])/g;

// Example secrets from vendors' documentation and from standards. Their ends identify them.
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

/** A value that a program fills in later: a variable, a call, or a name in some kind of brackets. */
const laterFilled =
	/^(?:\$\{[\s\S]*|\$\([\s\S]*|\{\{[\s\S]*|\{[\w.-]*\}?|<[^>]*>?|%\(\w*\)s|%[\w.-]+%?|#\{[\s\S]*|\[[^\]]*\]?|@[\w.]+@|\*+|\.+|-+|_+|[xX]+|(?:process|import|os|env|environ|config|settings|secrets|vars?|self|this|options|args|params|data)\.[\s\S]*|ENC\([\s\S]*|!(?:Ref|Sub|GetAtt|vault|env|reference)[\s\S]*)$/;

/** Whether a whole value is a placeholder: `your-api-key`, `changeme`, `${VAR}`, `xxxx`. */
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

/** Whether a text with the format of a secret is an example from documentation. */
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

/** Whether at least half of the characters follow their predecessor, as in `abcdef` and `123456`, or repeat it. */
function isSequence(text: string): boolean {
	let steps = 0;
	for (let index = 1; index < text.length; index += 1) {
		const step = text.charCodeAt(index) - text.charCodeAt(index - 1);
		steps += step === 0 || step === 1 ? 1 : 0;
	}
	return steps * 2 >= text.length;
}

// App passwords of Google and Apple: groups of four letters.
const groupsOfFour = /^[a-z]{4}(?:([ -]?)[a-z]{4})(?:\1[a-z]{4}){2}$/;

/** Whether a text is an app password: sixteen letters in groups of four that form no words. */
export function isAppPassword(value: string): boolean {
	return (
		groupsOfFour.test(value) && /[b-df-hj-np-tv-xz]{4}/.test(value.replace(/[ -]/g, '')) && !/pass|word/.test(value)
	);
}

type Class = 'lower' | 'upper' | 'digit';

/**
 * Whether a text looks generated: lower case, capitals and digits alternate every few characters, as in no word, path
 * or function name.
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
			// A capital followed by small letters is a word.
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
