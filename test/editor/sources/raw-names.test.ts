import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { exists } from '../../../src/editor/folders/exists.js';
import { MemoryFiles } from '../kit/memory-files.js';
import { arrived, sha256, useCor } from '../kit/use-cor.js';

describe('a file whose name has a # or a ? in it', () => {
	const cor = useCor();

	/** The text of a URI as somebody writes it who encodes nothing. */
	const rawText = (uri: vscode.Uri) => `file://${uri.path}`;
	const names = ['informe#2.txt', 'informe?.txt', 'informe?a#b.txt', 'informe#', 'informe#2#3', 'informe #%23.txt'];

	for (const name of names) {
		it(`is the one that is attached, and not one of a shorter name, where its text is not encoded: ${name}`, async () => {
			const short = await cor.write('informe', 'otro');
			const uri = await cor.write(name, 'este');
			const text = rawText(uri).replace('%', '%25');

			const { outcomes } = await cor.attach({ taskId: 4101, uris: [text, uri, short] });

			assert.deepEqual(
				outcomes.map(({ uri: sent, status }) => [sent, status]),
				[
					[uri.toString(), 'attached'],
					[short.toString(), 'attached'],
				],
			);
			assert.deepEqual(Object.values(arrived(cor.sandbox, 4101)).sort(), [sha256('este'), sha256('otro')].sort());
		});
	}

	for (const rest of ['#2.txt', '?.txt', '#L10', '?a=1', '?a#b', '#', '#%23']) {
		it(`is refused with a TypeError where only one of a shorter name is there: ${rest}`, async () => {
			const short = await cor.write('informe', 'otro');
			await refuses([`${rawText(short)}${rest}`]);
		});
	}

	it('is refused with a TypeError where a Uri has a fragment and both files are there', async () => {
		const short = await cor.write('informe', 'otro');
		await cor.write('informe#2.txt', 'este');
		await refuses([short.with({ fragment: '2.txt' })]);
		await refuses([vscode.Uri.parse(`${rawText(short)}#2.txt`)]);
	});

	it('is told apart in the file system of another extension too', async () => {
		const memory = new MemoryFiles();
		memory.files.set('/informe', Buffer.from('otro'));
		const provider = vscode.workspace.registerFileSystemProvider('numeral', memory);
		assert.ok(await exists(vscode.Uri.parse('numeral:/informe'))); // the editor knows the provider by then
		await refuses(['numeral:/informe#2.txt']);
		memory.files.set('/informe#2.txt', Buffer.from('este'));
		const { outcomes } = await cor.attach({ taskId: 4101, uris: ['numeral:/informe#2.txt'] });
		assert.deepEqual(
			outcomes.map(({ name, status }) => [name, status]),
			[['informe#2.txt', 'attached']],
		);
		provider.dispose();
	});

	async function refuses(uris: readonly unknown[]): Promise<void> {
		await assert.rejects(cor.attach({ taskId: 4101, uris }), error => {
			assert.ok(error instanceof TypeError, String(error));
			assert.match(error.message, /^corAttachments\.attach: each of uris must name one file/);
			return true;
		});
		assert.equal(cor.uploads(), 0);
	}
});
