import assert from 'node:assert/strict';
import { fetch } from 'undici';
import { startedSandbox } from '../kit/started-sandbox.js';

describe('the web page', () => {
	const sandbox = startedSandbox();
	const open = async (path: string) => {
		const response = await fetch(`${sandbox.current.webUrl}${path}`);
		return { status: response.status, text: await response.text(), headers: response.headers };
	};

	it('shows every task under its project, titles escaped', async () => {
		const { status, text } = await open('/');

		assert.equal(status, 200);
		assert.equal(text.match(/<a href="\/tasks\/\d+">/g)?.length, 12);
		assert.match(text, /Rediseño web &#38; tienda <small>Señal &#38; Hijos<\/small>/);
		assert.match(text, /Pruebas con &#34;usuarios&#34; &#60;reales&#62; &#38; entrega/);
	});

	it('says that a task has no attachments', async () => {
		assert.match((await open('/tasks/4101')).text, /No attachments yet\./);
	});

	it('shows name, size, version, status, who and when of each attachment', async () => {
		const name = '<img src=x onerror=alert(1)>.txt';
		await sandbox.upload(4101, [{ name, bytes: Buffer.alloc(1_400_000) }], { status: 'pending', available: 'false' });
		const [root] = sandbox.current.attachments(4101);
		await sandbox.upload(4101, [{ name: 'b.txt', bytes: Buffer.from('b') }], {
			attachment_parent_id: String(root?.id),
		});

		const { text } = await open('/tasks/4101');
		assert.ok(!text.includes('<img src=x'));
		assert.match(text, />&#60;img src=x onerror=alert\(1\)&#62;\.txt<\/a>/);
		for (const expected of [
			/1\.4 MB/,
			/>v1</,
			/>v2</,
			/>pending</,
			/>hidden</,
			/Lucía Fernández/,
			/<time datetime="20/,
		]) {
			assert.match(text, expected);
		}
		assert.match((await open('/')).text, /<td class="number">2<\/td>/);
	});

	it('shows a picture of a picture, and hands files out as they came', async () => {
		const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
		await sandbox.upload(4101, [{ name: 'logo ñ.svg', bytes: svg }]);
		const picture = /<img src="([^"]+)"/.exec((await open('/tasks/4101')).text)?.[1] ?? '';
		const file = await open(picture);

		assert.equal(file.text, String(svg));
		assert.match(file.headers.get('content-type') ?? '', /^image\/svg\+xml/);
		assert.match(file.headers.get('content-security-policy') ?? '', /^sandbox;/);

		await sandbox.upload(4101, [{ name: 'página.html', bytes: Buffer.from('<p>') }]);
		const [, page] = sandbox.current.attachments(4101);
		const download = await open(`/files/${page?.storageName}/x`);
		assert.match(
			download.headers.get('content-disposition') ?? '',
			/^attachment; .*filename\*=UTF-8''p%C3%A1gina\.html/,
		);
	});

	it('serves the address that the API gives, without a token', async () => {
		const answer = await sandbox.upload(4101, [{ name: '50% ¿sí?.txt', bytes: Buffer.from('hola') }]);
		const { files } = (await answer.json()) as { files: { url: string }[] };

		assert.equal(await (await fetch(files[0]?.url ?? '')).text(), 'hola');
	});

	it('has a page for what is not there', async () => {
		for (const path of ['/tasks/9999', '/nowhere', '/files/none/a.txt']) {
			const { status, text } = await open(path);
			assert.deepEqual([status, /There is no such page/.test(text)], [404, true], path);
		}
	});

	it("shows no credential, and its requests are not among the API's", async () => {
		const { access_token } = sandbox.current.issueToken();
		const text = (await open('/')).text + (await open('/tasks/4101')).text;

		assert.ok(!text.includes(access_token) && !text.includes(sandbox.current.credentials.clientSecret));
		assert.deepEqual(sandbox.current.requests, []);
	});
});
