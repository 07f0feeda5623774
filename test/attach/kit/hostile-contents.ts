import { secretShapes } from '../../../src/attach/secrets/find-shape.js';
import { firstPartBytes } from '../../../src/attach/secrets/first-part-bytes.js';
import { documentedSecrets } from './documented-secrets.js';
import { type Draw, seeded } from './seeded.js';

// What rules stop at, skip, or read on over.
const fillers = [
	...[
		'a',
		'A',
		'0',
		'f',
		'aA0',
		'A0a1',
		'-',
		'_',
		'.',
		'/',
		'+',
		'=',
		' ',
		'\t',
		'\n',
		'\r\n',
		'\\n',
		'"',
		"'",
		':',
		'@',
		'$',
		'{',
		'%',
		'\0',
	],
	...[
		'a:b',
		': ',
		'" + "',
		'","',
		'": "',
		'\n  value: ',
		'Proc-Type: 4,ENCRYPTED\n',
		'A: ',
		'eyJ',
		'-us1',
		'?secret=',
		'="',
		' = ',
		'\n# ',
	],
];

const names = [
	...[
		'password',
		'passwd',
		'pwd',
		'token',
		'secret',
		'api_key',
		'apiKey',
		'clave',
		'senha',
		'contrase\xf1a',
		'authorization',
		'dsn',
	],
	...[
		'password=',
		'PASSWORD="',
		'token: "',
		"secret => '",
		'api_key\\": \\"',
		'variable "db_password" {',
		'name: DB_PASSWORD\n value: ',
	],
	...[
		'-----BEGIN RSA PRIVATE KEY-----',
		'-----BEGIN ',
		'://',
		'://a:',
		'kind: Secret\n',
		'"login": {',
		'VALUES (',
		'machine a login b password ',
	],
];

/**
 * Contents that keep a search for secrets as busy as can be, 64 KiB each, without an end: grown from what each rule
 * begins with, from secrets that are cut short, and from what rules read on over. The same seed gives the same contents.
 */
export function* hostileContents(seed: number): Generator<Uint8Array, never, void> {
	const starts = [...secretShapes.flatMap(shape => shape.starts), ...names];
	for (let round = 0; ; round += 1) {
		const draw = seeded(seed * 1_000_003 + round);
		// Each start has its turn, and chance chooses the rest.
		const start = starts[round % starts.length] ?? '';
		const unit = shapes[draw.below(shapes.length)]?.(start, draw) ?? start;
		yield Buffer.from(grow(unit, draw), 'latin1');
	}
}

const shapes: readonly ((start: string, draw: Draw) => string)[] = [
	start => start,
	(start, draw) => start + filler(draw),
	(start, draw) => start + filler(draw).repeat(1 + draw.below(400)),
	(start, draw) => start + filler(draw).repeat(1 + draw.below(40)) + filler(draw),
	(start, draw) => start.repeat(1 + draw.below(60)) + filler(draw).repeat(draw.below(200)),
	(start, draw) => start + almost(draw),
	(_, draw) => almost(draw),
	(_, draw) => almost(draw) + filler(draw),
	(start, draw) => start + Array.from({ length: 1 + draw.below(12) }, () => filler(draw)).join(''),
	(start, draw) => names[draw.below(names.length)] + start + filler(draw).repeat(1 + draw.below(90)),
	(start, draw) => start + draw(1 + draw.below(300)) + filler(draw),
];

function filler(draw: Draw): string {
	return fillers[draw.below(fillers.length)] ?? '';
}

/** A secret that is cut short: a match that fails late. */
function almost(draw: Draw): string {
	const contents = documentedSecrets[draw.below(documentedSecrets.length)]?.contents(draw) ?? '';
	const text = typeof contents === 'string' ? contents : Buffer.from(contents).toString('latin1');
	return text.slice(0, 1 + draw.below(text.length));
}

function grow(unit: string, draw: Draw): string {
	const begin = draw.below(4) === 0 ? almost(draw) : '';
	const grown = begin + unit.repeat(Math.ceil(firstPartBytes / Math.max(1, unit.length)));
	return grown.slice(0, firstPartBytes);
}
