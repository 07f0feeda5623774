import { isAppPassword, isMadeUp, isPlaceholder, isRandom } from './shapes/made-up.js';

const secretWord =
	/(?:api|access|private|secret|auth|client|app|admin|encryption|signing|signature|merchant|master|account|shared|service|license|write|integration|trans|consumer|storage|subscription|deploy|session|cookie|hmac|jwt|crypto?|functions?|host|primary|secondary|project|user|webhook|ssh|aes|des|identity|instrumentation|server|fastly|security|salt|connection|sas)[-_. ]?key|pass(?:word|wd|wort|phrase|code)?|pwd|contrase(?:\xc3\xb1|\xf1|[=%]c3[=%]b1|\\u00f1|ni?)as?|clave|senha|\bpsk|key_?material|secret[oa]?|segredo|token|credential|chave|llave|api[-_. ]?(?:id|login)|authorization|private[-_]merchant[-_]id|(?:auth|secure_auth|logged_in|nonce|secure)_(?:key|salt)|\bdsn\b|webhook_?url|connection_?string/gi;

/** What may follow the secret word in a variable's name. */
const nameEnd =
	/(?:[-_. ]?(?:value|val|prod(?:uction|uccion|ucao)?|test(?:ing)?|dev(?:elopment)?|live|sandbox|staging|qa|uat|local|old|new|current|base(?:64)?|b64|hex|text|plain|string|str|raw|default|admin|root|user|db|database|api|app|mysql|postgres|smtp|mail|ftp|ssh|wifi|aws|id|acceso|secreta?|privada?|produccion|producao|de|do|da|del|[0-9]{1,2})){0,4}(?:[-_][a-z0-9]{1,12}){0,2}(?![\w-])/iy;

const publicWord =
	/pub(?:lic|lishable)?[-_.]?(?:api|access)?[-_.]?(?:key|token)|publickeytoken|(?:next|request|client|lock|action|starting|task|verification|page|paging|continuation|cursor|csrf|xsrf|sync|end|start|cancel|cancellation|design|syntax|sort|cache|partition|primary_|foreign|site|host_|idempotency|change|delta|nonce_|skip|device|registration|push|fcm_|test_?case|lookup|hash|shard|user_?agent|access[-_]?key[-_]?id|accesskeyid)[-_.]?(?:key|token|clave|id)?$|bypass|compass|passive|passenger|passport$|passthrough|surpass|trespass|tokeniz|secretar|clavel/i;

// What may stand between a name and its value: in code, settings, markup, YAML and JSON lists, Markdown, and command
// lines.
const gap =
	/(?:\\?["'`]|[*_]{2})?[\])]?(?:\s{0,20},\s{0,20}\\?["']value\\?["']\s{0,4}:\s{0,4}|[ \t]{0,20}(?:(?:(?::[ \t]{0,4}(?:&(?:'static )?)?|As )[A-Za-z][\w.]{0,20}(?:[ \t]{1,4}|(?==["'])))?(?:=>|:=|\?=|={1,3}|:(?:[*_]{2}|[ \t]{1,4}[>|][-+]?(?=\s))?|\|\||\?\?)|,(?=\s{0,20}\\?["'`]))\s{0,20}|[ \t]{1,4}value[ \t]{0,2}=[ \t]{0,2}|\s{1,40}value:[ \t]{0,8}|<\/\w{1,20}>\s{0,20}<(?:string|t[dh])>|>|\s{0,4}\{[^{}"]{0,100}(?:"[^"{}]{0,100}"[^{}"]{0,60}){0,3}?default\s{0,8}=\s{0,4}|\((?=["'`])|[ \t]{1,4}(?=['"])|[ \t](?=[^\s=:-]))/y;

const opening =
	/(?:new |String\(|Secret\(|SecureString |Bearer |Basic |Token |key=|&\w{1,20} |[fbruFBRU@$]{1,2}(?=["']))?\\?((["'`]?)(?:\2\2)?)(?:Bearer |bearer |Basic |basic |Token |token |SSWS |key=|Key )?/y;

const quotedValue = /[!#-&(-;=-[\]-_a-~]{1,100}/y;
const bareValue = /[!#-%*+\--:=?-Z^_a-z~]{1,100}/y;

// Google's app passwords; see `isAppPassword`.
const spacedValue = /(?:[a-z]{4} ){3}[a-z]{4}(?![\w ])/y;

const connectionPart =
	/(?:server|data source|host|addr(?:ess)?|user ?id|uid|user|username|user name|database|initial catalog|integrated security)\s{0,2}=|jdbc:|dsn/i;

/** Characters of a value that are checked. More would prove nothing new. */
const longestValue = 100;

/** Names checked inside the value of another name, so that a text full of names takes linear time. */
const mostInside = 2;

/** Characters before and after a value that may belong to its connection string. */
const nearby = 200;

/** End of every rule of variables, so that others can recognize them. */
export const variableRuleEnd = ' = …';

/**
 * Rule of the first variable whose name says it is secret and whose value is long and random. The rule contains the
 * kind of name, never the value.
 */
export function findVariable(text: string): string | undefined {
	const inConnection = connectionIn(text);
	let valueEnd = 0;
	let inside = 0;
	secretWord.lastIndex = 0;
	for (let word = secretWord.exec(text); word !== null; word = secretWord.exec(text)) {
		inside = word.index < valueEnd ? inside + 1 : 0;
		const end = inside > mostInside ? undefined : nameEndAt(text, secretWord.lastIndex);
		if (end !== undefined) {
			const start = nameStart(text, word.index);
			const name = text.slice(start, end);
			const kind = kindOf(word[0].toLowerCase());
			const found = publicWord.test(name) || isInArn(text, start) ? undefined : valueAt(text, name, end);
			valueEnd = Math.max(valueEnd, found?.end ?? 0);
			if (
				found &&
				(isSecretValue(found.value, name, kind) || (kind === 'password' && inConnection(found.value, end, found.end)))
			) {
				return kind + variableRuleEnd;
			}
		}
	}
	return undefined;
}

function kindOf(word: string): 'password' | 'secret' | 'token' | 'key' {
	if (/^(?:pass|pwd|contr|clave|senha|cred|psk|key_?m)/.test(word)) {
		return 'password';
	}
	if (/^(?:secret|segredo)(?!.*key)/.test(word)) {
		return 'secret';
	}
	return /^(?:token|auth)/.test(word) ? 'token' : 'key';
}

function nameEndAt(text: string, at: number): number | undefined {
	nameEnd.lastIndex = at;
	return nameEnd.test(text) ? nameEnd.lastIndex : undefined;
}

function nameStart(text: string, at: number): number {
	let start = at;
	while (start > 0 && at - start < 40 && /[\w.-]/.test(text.charAt(start - 1))) {
		start -= 1;
	}
	return start;
}

/** Whether the name is part of an Amazon resource name, `arn:aws:…:secret:…`. */
function isInArn(text: string, start: number): boolean {
	return /\d:$/.test(text.slice(Math.max(0, start - 2), start));
}

interface Value {
	readonly value: string;
	readonly end: number;
}

/** The value assigned to the name that ends here, if the text contains one. */
function valueAt(text: string, name: string, nameEndsAt: number): Value | undefined {
	gap.lastIndex = nameEndsAt;
	if (!gap.test(text)) {
		return undefined;
	}
	// After a space, only commands have the value: `--token x`, `ENV API_TOKEN x`. In other texts it is just the next
	// word.
	const isBySpace =
		/^[ \t]+$/.test(text.slice(nameEndsAt, gap.lastIndex)) && !/^--?\w|^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(name);
	opening.lastIndex = gap.lastIndex;
	const quotes = opening.exec(text)?.[1] ?? '';
	const quote = quotes.charAt(0);
	const expression = quote === '' ? bareValue : quotedValue;
	expression.lastIndex = opening.lastIndex;
	spacedValue.lastIndex = opening.lastIndex;
	const value = (spacedValue.exec(text) ?? expression.exec(text))?.[0] ?? '';
	const end = opening.lastIndex + value.length;
	const next = text.charAt(end);
	// Not whole: a quoted text with spaces or without an end, a call, an index, or a template.
	const isWhole = quote === '' ? !isBySpace && !/[([{]/.test(next) : next === quote || next === '\\';
	return isWhole || value.length === longestValue ? { value, end } : undefined;
}

/** Whether a value is a long, random password. */
export function isSecretPassword(value: string): boolean {
	return isSecretValue(value, '', 'password');
}

function isSecretValue(value: string, name: string, kind: string): boolean {
	if (kind === 'password' && isAppPassword(value)) {
		return true;
	}
	if (value.length < 8 || !isRandom(value) || isNoSecret(value) || isMadeUp(value)) {
		return false;
	}
	if (kind === 'password') {
		return kindsOfCharacters(value) >= 3 || value.length >= 16;
	}
	// A name in capitals is an environment variable, whose value is written literally.
	return value.length >= (/^[A-Z0-9_]+$/.test(name) ? 12 : 16);
}

/** Values that are long and random but public: file hashes, versions, dates, URLs, colours. */
function isNoSecret(value: string): boolean {
	return /^(?:sha\d{1,3}[-:]|\d{4}-\d\d-\d\d|https?:\/\/|[./~]|arn:|data:|ssh-|ecdsa-|0x[\da-fA-F]{1,16}[UL]*$|pk\.eyJ|pk_(?:live|test)_|pub_|[\w.-]{1,80}\.(?:js|ts|json|ya?ml|py|java|go|rb|php|html?|css|md|txt|pem|crt|key|com|org|net|io)$|v?\d{1,5}(?:\.\d{1,5}){1,3})/.test(
		value,
	);
}

function kindsOfCharacters(value: string): number {
	return [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter(kind => kind.test(value)).length;
}

/** Whether a value is the password in a connection string (ADO.NET, ODBC, JDBC): other parts of one are next to it. */
function connectionIn(text: string): (value: string, start: number, end: number) => boolean {
	let looks = 0;
	let lookedUntil = 0;
	return (value, start, end) => {
		// In a crafted file with very many of them, one look covers all that are close together.
		const isNear = looks > 50 && start < lookedUntil;
		if (value.length < 4 || text.charAt(start) !== '=' || isNear || isPlaceholder(value) || isMadeUp(value)) {
			return false;
		}
		looks += 1;
		lookedUntil = start + nearby;
		const before = text.slice(Math.max(0, start - nearby), start);
		const line = before.slice(before.lastIndexOf('\n') + 1) + text.slice(end, end + nearby).split('\n', 1)[0];
		return /[;&?]/.test(line) && connectionPart.test(line);
	};
}
