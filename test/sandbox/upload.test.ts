import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { startedSandbox } from './started-sandbox.js';

describe('an upload', () => {
	const sandbox = startedSandbox();

	it('keeps the bytes, their hash and the name with accents, emoji and quotes', async () => {
		const name = 'diseño "final" 🎨 ação.pdf';
		const response = await sandbox.upload(4101, [{ name, bytes: Buffer.from('hola') }]);
		const answer = (await response.json()) as { files: { originalname: string }[]; files_q: number };

		assert.equal(response.status, 200);
		assert.deepEqual([answer.files[0]?.originalname, answer.files_q], [name, 1]);
		const [stored] = sandbox.current.attachments(4101);
		assert.equal(stored?.sha256, 'b221d9dbb083a7f33428d7c2a3c3198ae925614d70210e28716ccaa7cd4ddb79');
		assert.equal(await readFile(stored?.path ?? '', 'utf8'), 'hola');
	});
});
