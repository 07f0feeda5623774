import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
// @ts-expect-error it has no types
import AdonisFile from '@adonisjs/bodyparser/src/Multipart/File.js';
import type { RequestFields } from '../../../src/cor/upload.js';
import { bodyParsers, type ParsedBody } from '../kit/body-parsers.js';
import { connect } from '../kit/connect.js';
import { Handles } from '../kit/parts.js';
import { startedServer, storedAnswer } from '../kit/started-server.js';

interface SentFile {
	readonly name: string;
	readonly bytes: Buffer;
}

const accents = { name: 'diseño ação é e\u0301 ß.txt', bytes: Buffer.from('ñandú\r\n') };
const binary = {
	name: '日本語 (1) 🎨.png',
	bytes: Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 31) % 256)),
};
const empty = { name: 'vacío.bin', bytes: Buffer.alloc(0) };
const named = (name: string): SentFile => ({ name, bytes: Buffer.from(name) });
/** Contents that look like what stands between parts. */
const deceptive = { name: 'a.txt', bytes: Buffer.from('\r\n--\r\n----------------------------0\r\n\r\n--') };

const names = [
	'informe.pdf',
	'caf\u00e9 NFC.txt',
	'cafe\u0301 NFD.txt',
	'日本語 (1).png',
	'диаграмма.svg',
	'🎨 👩‍💻.png',
	'diseño "final" ação.pdf',
	"l'été d'Inès.txt",
	'100% listo %20 %41 %C3%B1.txt',
	'a; filename="b.txt"; c=d.txt',
	'.env',
	'sin extensión',
	`${'ñ'.repeat(125)}.txt`,
];
/**
 * Names that a parser changes, since what stands for a quotation mark in HTML's form data stands for it in the name too: no
 * spelling of ours would bring them through everywhere. The answer then has another name than the file.
 */
const changedNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	'50%22.txt': {
		'multer (busboy)': '50".txt',
		formidable: '50".txt',
		multiparty: '50".txt',
		'@adonisjs/bodyparser': '50".txt',
	},
	'a&#9731;.txt': { formidable: 'a☃.txt', multiparty: 'a☃.txt', '@adonisjs/bodyparser': 'a☃.txt' },
};
/** By the name, the type that its part has: without a parameter, and of a kind that says nothing false of the file. */
const typed = ['a.ts', 'a.mts', 'a.rs', 'a.txt', 'a.svg', 'a.json', 'a.html', 'a.js', 'a.css', 'a.md', 'a.csv', 'a'];

it('@adonisjs/bodyparser cannot read a part whose type has a parameter, so none of ours may have one', () => {
	const part = (type: string) =>
		Object.assign(new PassThrough(), { name: 'file', filename: 'a.txt', headers: { 'content-type': type } });

	assert.throws(() => new AdonisFile(part('text/plain; charset=utf-8')), /^TypeError: invalid media type/);
	assert.equal(new AdonisFile(part('text/plain')).subtype, 'plain');
});

describe('the body of an upload, as others parse it', () => {
	const server = startedServer();

	/** Sends the files with the product's own client, and resolves with what the parser made of the request. */
	const parsed = async (
		parse: (request: IncomingMessage) => Promise<ParsedBody>,
		files: readonly SentFile[],
		fields: RequestFields = {},
	): Promise<ParsedBody> => {
		const handles = new Handles();
		const parts = files.map(({ name, bytes }) => handles.part(name, bytes));
		const body = new Promise<ParsedBody>(resolve => {
			server.answer((request: IncomingMessage, response: ServerResponse) => {
				const parsing = parse(request);
				resolve(parsing);
				const answered = () => response.end(storedAnswer(...parts));
				parsing.then(answered, answered);
			});
		});
		const sending = connect(server.apiUrl).upload(4101, parts, { signal: new AbortController().signal, fields });
		const result = await body.finally(() => server.requests[0]?.resume());
		await sending;
		return result;
	};
	const sentAs = (files: readonly SentFile[]) =>
		files.map(({ name, bytes }) => [name, bytes.length, createHash('sha256').update(bytes).digest('hex')]);
	const readAs = ({ files }: ParsedBody) => files.map(({ name, size, sha256 }) => [name, size, sha256]);

	for (const [parser, parse] of Object.entries(bodyParsers)) {
		const bodies: Readonly<Record<string, readonly SentFile[]>> = {
			'one file': [accents],
			'an empty file': [empty],
			'a file that looks like the end of a part': [deceptive],
			'several files, an empty one and one of 300,000 bytes among them': [accents, binary, empty, named('b.txt')],
			'twenty small files': Array.from({ length: 20 }, (_, index) => named(`archivo ${index} ñ.txt`)),
		};
		for (const [title, files] of Object.entries(bodies)) {
			it(`gives ${parser} the names, sizes and bytes of ${title}`, async () => {
				const body = await parsed(parse, files);

				assert.deepEqual(readAs(body), sentAs(files));
				assert.deepEqual(body.fields, {});
			});
		}

		it(`gives ${parser} every optional field, beside the file`, async () => {
			const fields: RequestFields = {
				available: false,
				status: 'pending',
				createdFrom: 'rework',
				sessionToken: 'sesión 1',
				parentId: 90_001,
			};
			const body = await parsed(parse, [accents], fields);

			assert.deepEqual(readAs(body), sentAs([accents]));
			assert.deepEqual(
				{ ...body.fields },
				{
					available: 'false',
					status: 'pending',
					created_from: 'rework',
					session_token: 'sesión 1',
					attachment_parent_id: '90001',
				},
			);
		});

		for (const name of names) {
			it(`gives ${parser} the name ${JSON.stringify(name.slice(0, 40))}`, async () => {
				assert.deepEqual(readAs(await parsed(parse, [named(name)])), sentAs([named(name)]));
			});
		}

		for (const [name, changed] of Object.entries(changedNames)) {
			const read = changed[parser] ?? name;
			const title = read === name ? 'as it is' : `as ${JSON.stringify(read)}, which is that parser's own doing`;
			it(`gives ${parser} the name ${JSON.stringify(name)} ${title}`, async () => {
				const { files } = await parsed(parse, [named(name)]);

				assert.deepEqual(
					files.map(file => file.name),
					[read],
				);
			});
		}

		// busboy tells the type without its parameters, whatever the part has.
		for (const name of parser === 'multer (busboy)' ? [] : typed) {
			it(`gives ${parser} a type without a parameter for a file called ${name}`, async () => {
				const [file] = (await parsed(parse, [named(name)])).files;

				assert.match(file?.type ?? '', /^[a-z]+\/[a-z0-9.+-]+$/);
			});
		}
	}
});
