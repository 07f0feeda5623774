import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type * as vscode from 'vscode';
import { setApiUrl, useCor } from '../kit/use-cor.js';

const taskId = 4101;
const film = Buffer.alloc(188 * 4, Buffer.from([0x47, 0x40, 0x11, 0x10, 0, 0, 0]));

describe('the media types that are sent', () => {
	const cor = useCor();
	/** What was sent to COR, as it was written. */
	const bodies: string[] = [];
	const relay = createServer(async (request, response) => {
		const body = await buffer(request);
		bodies.push(body.toString('latin1'));
		const { host: _host, connection: _connection, ...headers } = request.headers as Record<string, string>;
		const answer = await fetch(`${cor.sandbox.origin}${request.url}`, {
			method: request.method ?? 'GET',
			headers,
			...(body.length > 0 && { body }),
		});
		response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
		response.end(Buffer.from(await answer.arrayBuffer()));
	});

	before(async () => {
		await new Promise<void>(resolve => relay.listen(0, '127.0.0.1', resolve));
		await setApiUrl(`http://127.0.0.1:${(relay.address() as AddressInfo).port}/v1`);
	});
	beforeEach(() => bodies.splice(0));
	after(() => relay.close());

	/** The header that stood in the body for each of these, by name. */
	async function typesOf(
		files: Readonly<Record<string, string | Uint8Array>>,
	): Promise<Readonly<Record<string, string>>> {
		const uris: vscode.Uri[] = [];
		for (const [name, contents] of Object.entries(files)) {
			uris.push(await cor.write(name, contents));
		}
		const { outcomes } = await cor.attach({ taskId, uris });
		assert.ok(outcomes.every(({ status }) => status === 'attached'));
		const parts = bodies.join('').matchAll(/; filename="([^"]+)";[^\r]*\r\nContent-Type: ([^\r]*)\r\n/g);
		return Object.fromEntries([...parts].map(([, name = '', type = '']) => [name, type]));
	}

	it('are text for sources, whatever else has their endings', async () => {
		const sources = ['app.ts', 'x.mts', 'x.cts', 'main.rs', 'App.tsx', 'main.go', 'App.m', 'deploy.BAT', 'cli.dart'];
		const types = await typesOf(Object.fromEntries(sources.map(name => [name, 'const a = 1;\n'])));

		assert.deepEqual(types, Object.fromEntries(sources.map(name => [name, 'text/plain'])));
	});

	it('are never text for a film with the ending of a source, nor anything that is only guessed', async () => {
		const names = [
			'segmento.ts',
			'00001.MTS',
			'base.log',
			'a.ai',
			'marca.fig',
			'a.numbers',
			'a.pages',
			'Makefile',
			'a.map',
		];
		const types = await typesOf(Object.fromEntries(names.map(name => [name, film])));

		assert.deepEqual(types, Object.fromEntries(names.map(name => [name, 'application/octet-stream'])));
	});

	it('have no charset, of a table in Windows-1252 and of others', async () => {
		const table = Buffer.from('a\xf1o;campa\xf1a\r\n2026;oto\xf1o\r\n', 'latin1');

		assert.deepEqual(
			await typesOf({
				'tabla.csv': table,
				'nota.txt': table,
				'web.html': '<p>',
				'datos.json': '{}',
				'utf16.txt': Buffer.from('\ufeffaño', 'utf16le'),
				'FOTO.JPG': film,
				'sitio.tar.gz': film,
			}),
			{
				'tabla.csv': 'text/csv',
				'nota.txt': 'text/plain',
				'web.html': 'text/html',
				'datos.json': 'application/json',
				'utf16.txt': 'text/plain',
				'FOTO.JPG': 'image/jpeg',
				'sitio.tar.gz': 'application/gzip',
			},
		);
	});
});
