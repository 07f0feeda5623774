import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { type BytesParts, getWhole } from '../../../src/editor/view/attachment-bytes.js';
import { saveAttachment } from '../../../src/editor/view/save-attachment.js';
import { openInBrowser, tellDownloadFailure } from '../../../src/editor/view/tell-download.js';
import { useMemoryFiles } from '../kit/memory-files.js';
import { text } from '../kit/text.js';
import { usePlacedAttachments } from './kit/placed-attachments.js';

describe('an attachment that is saved', () => {
	const placed = usePlacedAttachments();
	const memory = useMemoryFiles();

	it('is saved under a name that does no harm, and told to be', async () => {
		await saveAttachment(placed.parts, await placed.place('../.ssh/CON\u202e.txt:a ', 'hola'));

		assert.equal(path.posix.basename(placed.suggested?.path ?? ''), '.._.ssh_CON_.txt_a');
		assert.equal(readFileSync(placed.target.fsPath, 'utf8'), 'hola');
		assert.equal(placed.shown.length, 1);
	});

	it('is not saved where the person cancels, and leaves nothing', async () => {
		placed.lies('stalled');
		placed.cancels = true;
		await saveAttachment(placed.parts, await placed.place('e.txt', 'entero'));

		assert.deepEqual([placed.messages(), placed.inFolder()], [[], []]);
	});

	it('leaves what was there as it was where it does not come whole', async () => {
		writeFileSync(placed.target.fsPath, 'before');
		placed.lies('cut-short');
		const wanted = await placed.place('e.txt', 'entero');

		await assert.rejects(saveAttachment(placed.parts, wanted));

		assert.deepEqual([readFileSync(placed.target.fsPath, 'utf8'), placed.inFolder()], ['before', ['guardado.bin']]);
	});

	it('that has no end is asked about before it fills the disk, and leaves nothing', async () => {
		placed.lies('endless');
		await saveAttachment(placed.parts, await placed.place('f.txt', 'f'));

		const large = text('more than {0}', '10 MB');
		assert.deepEqual(placed.messages(), [text('{0} is large ({1}). Download it?', 'f.txt', large)]);
		assert.deepEqual(placed.inFolder(), []);
	});

	it("that can't be saved is told with what the system says", async () => {
		const wanted = await placed.place('g.txt', 'g');
		placed.target = vscode.Uri.file(path.join(placed.cor.folder, 'none', 'g.txt'));
		await saveAttachment(placed.parts, wanted).catch((error: unknown) =>
			tellDownloadFailure(placed.parts, wanted, error),
		);

		assert.deepEqual(placed.messages(), [text("Couldn't save {0} ({1}).", 'g.txt', 'ENOENT')]);
	});

	it('takes no more memory than it has bytes, however it came', async () => {
		const wanted = await placed.place('h.txt', 'h');
		const chunks = [Buffer.alloc(40_000, 'h'), Buffer.alloc(30_000, 'h')];
		const answer = () => new Response(ReadableStream.from(chunks));
		placed.parts = {
			...placed.parts,
			transport: { fetch: async () => answer() } as unknown as BytesParts['transport'],
		};
		const bytes = await getWhole(placed.parts, wanted, 1_000_000);

		assert.deepEqual([bytes?.byteLength, bytes?.buffer.byteLength], [70_000, 70_000]);
	});

	it("that can't be saved on another file system is told not to be saved", async () => {
		placed.target = memory.uriOf('/none/i.txt');
		const wanted = await placed.place('i.txt', 'i');
		await saveAttachment(placed.parts, wanted).catch((error: unknown) =>
			tellDownloadFailure(placed.parts, wanted, error),
		);

		assert.deepEqual(placed.messages(), [text("Couldn't save {0} ({1}).", 'i.txt', 'NoPermissions')]);
	});

	it('is opened in the browser at its address as it is, signature and all', async () => {
		const { executeCommand } = vscode.commands;
		const handed: unknown[] = [];
		Object.assign(vscode.commands, { executeCommand: async (...args: unknown[]) => handed.push(args) });
		const address = 'https://files.example/a%2Bb.txt?Signature=a%2Bb%2Fc%3D&name=%26%25';
		try {
			for (const url of [address, 'command:workbench.action.quit', 'file:///etc/passwd', 'https://', undefined]) {
				await openInBrowser(url);
			}
		} finally {
			Object.assign(vscode.commands, { executeCommand });
		}

		assert.deepEqual(handed, [['vscode.open', address]]);
	});
});
