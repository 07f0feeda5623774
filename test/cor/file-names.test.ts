import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import multiparty from 'multiparty';
import { harmlessName } from '../../src/attach/names/file-names.js';
import { startedSandbox } from '../sandbox/kit/started-sandbox.js';
import { connect, inShort, signIn } from './kit/connect.js';
import { Handles } from './kit/parts.js';
import { storedAnswer } from './kit/started-server.js';

const signal = new AbortController().signal;

const usual = [
	'informe.pdf',
	'diseño "final" 🎨 ação.pdf',
	'caf\u00e9 NFC.txt',
	'cafe\u0301 NFD.txt',
	'日本語 (1).png',
	'.env',
	'100% listo; filename="b.txt".txt',
	"l'été a%20b %7E *.txt",
	`${'ñ'.repeat(125)}.txt`,
	`${'a'.repeat(251)}.txt`,
];
const hostile = [
	'a"\r\nX-Evil: yes\r\n\r\nbody.txt',
	'a\r\n--boundary--\r\n.txt',
	'../../etc/passwd',
	'C:\\Users\\ana\\foto.png',
	'\\\\server\\share\\foto.png',
	'CON.txt',
	'factura\u202egpj.exe',
	'medio \ud83d.txt',
	'ñ'.repeat(200),
];

describe('the name of a file on the wire', () => {
	const sandbox = startedSandbox();
	const handles = new Handles();
	const upload = async (name: string) => {
		const [end] = await signIn(sandbox.current).upload(4101, [handles.part(name, 'hola')], { signal });
		return end;
	};

	for (const name of [...usual, ...hostile.map(harmlessName)]) {
		it(`${JSON.stringify(name.slice(0, 40))} is read back by busboy`, async () => {
			const end = await upload(name);

			assert.equal(end?.status === 'attached' && end.attachment.name, name);
			const [stored, ...others] = sandbox.current.attachments(4101);
			assert.deepEqual([stored?.originalname, stored?.size, others.length], [name, 4, 0]);
			assert.deepEqual(sandbox.current.complaints, []);
		});

		it(`${JSON.stringify(name.slice(0, 40))} is read back by multiparty`, async () => {
			const { filename, headers, size } = await readWithMultiparty(name);

			assert.equal(filename, name);
			assert.deepEqual(Object.keys(headers), ['content-disposition', 'content-type']);
			assert.equal(size, 4);
		});
	}

	for (const name of hostile) {
		it(`${JSON.stringify(name.slice(0, 40))} makes no header of its own even when nobody made it harmless`, async () => {
			assert.equal(inShort(await upload(name)), 'attached');
			const { headers, size } = await readWithMultiparty(name);

			assert.deepEqual(Object.keys(headers), ['content-disposition', 'content-type']);
			assert.equal(size, 4);
			const [stored, ...others] = sandbox.current.attachments(4101);
			assert.deepEqual([stored?.size, others.length], [4, 0]);
			assert.deepEqual(sandbox.current.complaints, []);
		});
	}

	it('decides the type of the part, which is octet-stream where the name says nothing', async () => {
		assert.match((await readWithMultiparty('foto.png')).headers['content-type'] ?? '', /^image\/png$/);
		assert.match(
			(await readWithMultiparty('sin extensión')).headers['content-type'] ?? '',
			/^application\/octet-stream$/,
		);
	});

	async function readWithMultiparty(name: string): Promise<ReadPart> {
		let resolvePart: (part: ReadPart) => void = () => {};
		let rejectPart: (error: unknown) => void = () => {};
		const read = new Promise<ReadPart>((resolve, reject) => {
			resolvePart = resolve;
			rejectPart = reject;
		});
		const server = createServer((request, response) => {
			const form = new multiparty.Form();
			let found: ReadPart | undefined;
			form.on('part', part => {
				let size = 0;
				part.on('data', (chunk: Buffer) => {
					size += chunk.length;
				});
				part.on('end', () => {
					found = { filename: part.filename, headers: part.headers as ReadPart['headers'], size };
				});
			});
			form.on('error', rejectPart);
			form.on('close', () => {
				response.end(storedAnswer({ name, size: 4 }));
				if (found) {
					resolvePart(found);
				}
			});
			form.parse(request);
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		try {
			const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
			const uploading = connect(apiUrl).upload(4101, [handles.part(name, 'hola')], { signal });
			const part = await read;
			await uploading;
			return part;
		} finally {
			server.close();
			server.closeAllConnections();
		}
	}
});

interface ReadPart {
	readonly filename: string | undefined;
	readonly headers: Readonly<Record<string, string>>;
	readonly size: number;
}
