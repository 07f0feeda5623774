/** The body of an answer that is as costly to read as somebody can make it, or a text with a credential in disguise. */
export interface Hostile {
	readonly kind: string;
	readonly text: string;
}

const longest = 8 * 1024 * 1024;

/** `unit` again and again between two ends, `bytes` long in all. Only for ASCII. */
function filled(before: string, unit: string, after: string, bytes: number): string {
	return before + unit.repeat(Math.max(0, Math.floor((bytes - before.length - after.length) / unit.length))) + after;
}

function listed(entries: Iterable<string>, bytes: number): string {
	const found: string[] = [];
	let length = 0;
	for (const entry of entries) {
		length += entry.length + 1;
		if (length + 40 > bytes) {
			break;
		}
		found.push(entry);
	}
	return `{"lastPage":1,"data":[${found.join(',')}]}`;
}

function* numbered(entry: (index: number) => string): Generator<string, never, void> {
	for (let index = 1; ; index += 1) {
		yield entry(index);
	}
}

/**
 * Bodies of COR's lists, single answers and errors, `bytes` long at most, one of each kind and then again with other
 * numbers, without an end. The same `random` gives the same bodies.
 */
export function* hostileBodies(random: () => number, bytes = longest): Generator<Hostile, never, void> {
	const some = (most: number): number => 1 + Math.floor(random() * most);
	for (;;) {
		const half = Math.floor(bytes / 2) - 20;
		const seed = some(1_000_000);
		const marks = `a${'\u0301\u0323'.repeat(some(240) + 240)}`;
		const entry = (more: (index: number) => string) => (index: number) => `{"id":${index},${more(index)}}`;
		const bodies: Readonly<Record<string, () => string>> = {
			'brackets without an end': () => '['.repeat(bytes),
			'brackets in one another': () => '['.repeat(half) + ']'.repeat(half),
			'objects in one another': () => filled('', '{"a":', '', bytes),
			'a task with brackets in it': () => `{"id":7,"project":${'['.repeat(half)}${']'.repeat(half)}}`,
			'empty objects': () => filled('{"data":[', '{},', '{}]}', bytes),
			'empty lists': () => filled('[', '[],', '[]]', bytes),
			numbers: () => filled('{"data":[', '0,', '0]}', bytes),
			'numbers without bounds': () => filled('[', '1e999,', '1]', bytes),
			'one number': () => filled('{"id":', '9', '}', bytes),
			'one number as text': () => filled('{"id":"', '9', '"}', bytes),
			spaces: () => filled('', ' ', '{"id":1}', bytes),
			escapes: () => filled('{"message":"', '\\u0041', '"}', bytes),
			'escaped quotes': () => filled('{"message":"', '\\"[', '"}', bytes),
			'half characters': () => filled('{"id":7,"title":"', '\\ud800', '"}', bytes),
			'marks that turn the direction': () => filled('{"id":7,"title":"', '\\u202e', '"}', bytes),
			'a page of HTML': () => filled('<html>', '<p class="a,b:c">', '</html>', bytes),
			'names that are all different': () =>
				`{${[
					...listed(
						numbered(index => `"k${seed + index}":0`),
						bytes,
					),
				]
					.slice(22, -2)
					.join('')}}`,
			'entries of ever other shapes': () =>
				listed(
					numbered(index => `{"k${seed + index}":1,"id":${index}}`),
					bytes,
				),
			'entries with nothing but a number': () => listed(numbered(entry(() => '"a":1')), bytes),
			'entries of one number': () =>
				listed(
					numbered(() => '{"id":1}'),
					bytes,
				),
			'entries of one size': () => listed(numbered(entry(() => `"size":7,"user_id":1,"originalname":"x"`)), bytes),
			'entries with addresses': () => listed(numbered(entry(index => `"url":"https://a/${index}"`)), bytes),
			'entries with addresses to be escaped': () =>
				listed(numbered(entry(() => `"url":"https://a/${'\u00e9 '.repeat(some(2_000) + 2_000)}"`)), bytes / 2),
			'entries with addresses of dots': () =>
				listed(numbered(entry(() => `"url":"https://a/${'a/../'.repeat(some(800) + 800)}"`)), bytes),
			'entries with addresses of labels': () =>
				listed(numbered(entry(() => `"url":"https://${'\u00e9.'.repeat(some(2_000) + 2_000)}"`)), bytes / 2),
			'entries with marks on a letter': () => listed(numbered(entry(() => `"originalname":"${marks}"`)), bytes / 2),
			'entries with long names': () =>
				listed(
					numbered(entry(() => `"originalname":"${'%25'.repeat(some(300))}","user":{"first_name":"${marks}"}`)),
					bytes / 2,
				),
			'tasks with long titles': () =>
				`[${listed(numbered(entry(() => `"title":"${'&#x41;'.repeat(150)}","deadline":"${'1 '.repeat(500)}"`)), bytes).slice(22, -2)}]`,
			'tasks of a thousand people': () =>
				listed(numbered(entry(() => `"title":"x","collaborators":[${'{"id":1},'.repeat(1_000)}{}]`)), bytes),
			refusals: () => filled('{"errors":[', '{"filename":"a","message":"b"},', '{}]}', bytes),
			'refusals of fields': () => filled('[', '{"field":"tas","message":"k"},', '{}]', bytes),
			'files that were stored': () => filled('{"files":[', '{"id":1,"name":"x"},', '{}]}', bytes),
		};
		for (const [kind, body] of Object.entries(bodies)) {
			yield { kind, text: body() };
		}
	}
}

/** How many kinds of bodies there are before they come again. */
export const kindsOfHostileBodies = 32;

const everyCharacter = (secret: string, spell: (code: number, index: number) => string): string =>
	Array.from(secret, (letter, index) => spell(letter.charCodeAt(0), index)).join('');
const hex = (code: number, length = 2): string => code.toString(16).padStart(length, '0');
const half = (spell: (code: number) => string) => (code: number, index: number) =>
	index % 3 === 0 ? spell(code) : String.fromCharCode(code);

/** A credential, of ASCII, in every spelling that a server may repeat it in. */
export function* hostileSpellings(secret: string): Generator<Hostile, void, void> {
	const bytes = Buffer.from(secret);
	const wide = Buffer.from(secret, 'utf16le');
	const percent = everyCharacter(secret, code => `%${hex(code)}`);
	const spellings: Readonly<Record<string, string>> = {
		'as they are': secret,
		'in capitals': secret.toUpperCase(),
		backwards: [...secret].reverse().join(''),
		'in base64': bytes.toString('base64'),
		'in base64 of addresses': bytes.toString('base64url'),
		'in base64 with what is around': Buffer.from(`{"token":"${secret}"}`).toString('base64'),
		'in base64 one byte later': Buffer.from(`-${secret}-`).toString('base64'),
		'in base64 two bytes later': Buffer.from(`--${secret}--`).toString('base64url'),
		'in base64 as UTF-16': wide.toString('base64'),
		'in base64 with ends of lines': bytes.toString('base64').replace(/.{8}/g, '$&\r\n'),
		'in hexadecimal': bytes.toString('hex'),
		'in hexadecimal capitals': bytes.toString('hex').toUpperCase(),
		'in hexadecimal with colons': bytes.toString('hex').replace(/../g, '$&:'),
		'as bytes of C': everyCharacter(secret, code => `0x${hex(code)}, `),
		'as escapes of C': everyCharacter(secret, code => `\\x${hex(code)}`),
		'as octal escapes': everyCharacter(secret, code => `\\${code.toString(8).padStart(3, '0')}`),
		'percent-encoded': percent,
		'percent-encoded in part': everyCharacter(
			secret,
			half(code => `%${hex(code)}`),
		),
		'percent-encoded twice': percent.replaceAll('%', '%25'),
		'percent-encoded three times': percent.replaceAll('%', '%2525'),
		'as JSON escapes': everyCharacter(secret, code => `\\u${hex(code, 4)}`),
		'as JSON escapes in part': everyCharacter(
			secret,
			half(code => `\\u${hex(code, 4)}`),
		),
		'as long escapes': everyCharacter(secret, code => `\\u{${hex(code)}}`),
		'as code points': everyCharacter(secret, code => `U+${hex(code, 4)} `),
		'as entities': everyCharacter(secret, code => `&#${code};`),
		'as entities in part': everyCharacter(
			secret,
			half(code => `&#x${hex(code)};`),
		),
		'as entities with zeros': everyCharacter(secret, code => `&#000${code};`),
		'as MIME writes them': everyCharacter(secret, code => `=${hex(code).toUpperCase()}`),
		'as MIME writes them, on lines': everyCharacter(secret, code => `=${hex(code).toUpperCase()}`).replace(
			/.{30}/g,
			'$&=\r\n',
		),
		'with spaces': [...secret].join(' '),
		'on lines': [...secret].join('\n'),
		'with what nobody sees': [...secret].join('\u200b'),
		'with soft hyphens': [...secret].join('\u00ad'),
		'with NULs': [...secret].join('\0'),
		'with dashes': [...secret].join('-'),
		'with marks': [...secret].join('\u0301'),
		'as wide letters': everyCharacter(secret, code => String.fromCharCode(code + 0xfee0)),
		'in quotes': [...secret].map(letter => `"${letter}"`).join(', '),
	};
	for (const [kind, text] of Object.entries(spellings)) {
		yield { kind, text };
	}
}
