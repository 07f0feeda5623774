import assert from 'node:assert/strict';
import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { firstPartBytes } from '../../../src/attach/secrets/first-part-bytes.js';
import { type SecretRule, secretRule } from '../../../src/attach/secrets/secrets.js';
import { certificate, draw, jwt, secretKinds } from '../kit/made-up-secrets.js';
import { seeded } from '../kit/seeded.js';

const inText = (text: string | Uint8Array, path = '/w/notes.txt'): SecretRule | undefined =>
	secretRule([path], typeof text === 'string' ? Buffer.from(text) : text);

// The same for ever: among enough of true noise there is anything.
const noise = (seed: number, length: number): Buffer =>
	createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16)).update(Buffer.alloc(length));

const surroundings = ['', '\n', 'token: ', '"key": "', "KEY='", '# ', 'https://acme.net/?key=', 'año «', '(', '>'];

describe('the contents of a file', () => {
	for (const { name, make } of secretKinds) {
		it(`give away ${name}, wherever it stands`, () => {
			for (const before of surroundings) {
				const text = `uno\n${before}${make()}" \ndos`;
				assert.equal(inText(text)?.place, 'contents', text);
			}
		});
	}

	it('give away a secret at the very end and at the very beginning', () => {
		const token = `ghp_${draw(36)}`;
		assert.deepEqual(inText(token), { place: 'contents', rule: 'GitHub' });
		assert.equal(inText(draw(firstPartBytes - token.length - 1, '. ,') + token)?.rule, 'GitHub');
	});

	it('are looked at in their first 64 KiB', () => {
		const token = `ghp_${draw(36)}`;
		assert.equal(inText(`${draw(firstPartBytes, '. ,')} ${token}`), undefined);
	});

	it('are read in UTF-16, with and without a mark of byte order', () => {
		const text = `Contraseña: ghp_${draw(36)}\r\n`;
		const little = Buffer.from(text, 'utf16le');
		const marked = Buffer.from(`\ufeff${text}`, 'utf16le');
		for (const bytes of [little, marked]) {
			assert.equal(inText(bytes)?.rule, 'GitHub');
			assert.equal(inText(Buffer.from(bytes).swap16())?.rule, 'GitHub');
		}
	});

	it('do not give away a certificate in DER', () => {
		assert.equal(inText(Buffer.from('308203773082025fa003020102020402000000', 'hex')), undefined);
	});

	const real: Readonly<Record<string, () => string>> = {
		'a token with such a word in it': () => `npm_${draw(14)}example${draw(15)}`,
		'a password with such a word in it': () => `mysql://root:Acme${123_456}@db.acme.com.ar/web`,
		'a host with such a word in it': () => `postgres://app:${draw(12)}@db.yourbrand.com/web`,
		'a password with a dollar sign': () => `postgres://app:$${draw(12)}@db:5432/web`,
		'a password of this machine that was drawn by lot': () => `postgres://app:${draw(24)}@localhost:5432/app`,
		'a key with a comment': () =>
			certificate('RSA PRIVATE KEY').replace('-----\n', '-----\nComment: "your example"\n\n'),
	};
	for (const [what, make] of Object.entries(real)) {
		it(`give away ${what}`, () => assert.equal(inText(make())?.place, 'contents'));
	}

	it('tell of a variable the kind of its name only', () => {
		assert.deepEqual(inText(`DB_PASSWORD="${draw(20)}"`), { place: 'contents', rule: 'password = …' });
		assert.deepEqual(inText(`"api_key": "${draw(32)}"`), { place: 'contents', rule: 'key = …' });
		assert.deepEqual(inText(`export AUTH_TOKEN=${draw(32)}`), { place: 'contents', rule: 'token = …' });
		assert.deepEqual(inText(`client_secret: ${draw(32)}`), { place: 'contents', rule: 'secret = …' });
	});

	it('give away the same secrets with NUL bytes among them', () => {
		const drawn = seeded(41);
		for (const { name, make } of secretKinds) {
			const bytes = Buffer.from(`uno ${make()} dos`);
			const at = drawn.below(bytes.length);
			const withZero = Buffer.concat([bytes.subarray(0, at), Buffer.of(0), bytes.subarray(at)]);
			assert.equal(inText(withZero)?.place, 'contents', `${name} at ${at}`);
		}
	});

	it('give away key stores by how they begin', () => {
		assert.equal(inText(Buffer.from([0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2]))?.rule, 'Java key store');
		assert.equal(inText(Buffer.from([0x03, 0xd9, 0xa2, 0x9a, 0, 0, 0, 2]))?.rule, 'KeePass');
	});

	const harmless: Readonly<Record<string, () => string>> = {
		'a certificate': () => certificate(),
		'a certificate in Base64 once more': () => Buffer.from(certificate()).toString('base64'),
		'a public key': () => certificate('PUBLIC KEY'),
		'the heading of a private key alone': () => "if (text.startsWith('-----BEGIN RSA PRIVATE KEY-----')) {\n}\n",
		'a private key with dots for contents': () => '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n',
		'the example of AWS': () => `AKIA${'IOSFODNN7'}EXAMPLE`,
		'a placeholder': () => `ghp_${'x'.repeat(36)}`,
		'words where a token belongs': () => 'API_KEY=your-api-key\nTOKEN=changeme\nSECRET: "my_super_secret_token_here"',
		'a token that a program puts in': () =>
			'const token = process.env.GITHUB_TOKEN_2;\nAPI_KEY: {{ api_key_1 }}\npassword: <password>',
		'a row of characters': () => 'API_KEY=abcdefghijklmnopqrstuvwxyz0123456789',
		'the hash of a file': () => `"integrity": "sha512-${draw(86)}=="`,
		'the number of a page': () => `"nextPageToken": "${draw(32)}"`,
		'a public key by its name': () => `PUBLIC_KEY=${draw(40)}`,
		'a name of a function': () => 'const token = getAccessTokenFromRequestV2;',
		'a database in a container': () => 'redis://default:redis@redis:6379',
		'a variable': () => `//registry.acme.net/:_authToken=${'$'}{NPM_TOKEN}`,
		'the well-known example of a JWT': () => `${jwt().split('.')[0]}.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${draw(43)}`,
		'a database of this machine': () => 'postgres://postgres:postgres@localhost:5432/app',
		'a database with a placeholder': () => 'postgres://user:password@db.acme.net/app',
		'a start in the middle of a word': () => `https://acme.net/imagen_ghp_${draw(36)}x`,
		'a start with too little after it': () => `ghp_${draw(20)}`,
		'the key of Supabase for everybody': () =>
			[
				{ alg: 'HS256', typ: 'JWT' },
				{ iss: 'supabase', ref: draw(20), role: 'anon' },
			]
				.map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
				.concat(draw(43))
				.join('.'),
		'the token of Mapbox for pages': () => `mapboxgl.accessToken = 'pk.eyJ${draw(60)}.${draw(22)}';`,
		'the publishable key of Stripe': () => `const STRIPE_TOKEN = 'pk_live_${draw(24)}';`,
		'sixteen letters that make words': () => "password: 'your pass must have'; clave: 'resetpasswordlnk'",
		'a table with words in the column of passwords': () =>
			'| Field | Password |\n|---|---|\n| Minimum length | eight-characters-or-more |',
		'a word behind a name in capitals': () => '#define API_TOKEN getTokenOfSession\nDB_PASSWORD is-required-here',
		'a CSS class': () => 'sk-progress-bar-wrapper-inner-container-of-all-things { color: red }',
	};
	for (const [what, make] of Object.entries(harmless)) {
		it(`do not give away ${what}`, () => assert.equal(inText(make()), undefined));
	}

	it('hold whatever bytes they hold: nothing is thrown', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 4_096 }), bytes => {
				inText(bytes);
			}),
		);
	});

	it('of a picture, an archive or noise are not a secret', () => {
		for (let round = 0; round < 200; round += 1) {
			const bytes = noise(round, 16_384);
			assert.equal(inText(bytes), undefined);
			assert.equal(inText(bytes.toString('base64')), undefined);
			assert.equal(inText(bytes.toString('hex')), undefined);
		}
	});

	it('give a secret away in whatever ASCII text is around it', () => {
		const text = fc.string({ unit: 'binary-ascii', maxLength: 400 }).filter(around => !around.includes('\0'));
		fc.assert(
			fc.property(text, text, fc.constantFrom(...secretKinds), (before, after, { make }) => {
				assert.equal(inText(`${before}\n ${make()} \n${after}`)?.place, 'contents');
			}),
			{ numRuns: 500 },
		);
	});
});
