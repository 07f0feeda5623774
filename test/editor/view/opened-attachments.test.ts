import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Wanted } from '../../../src/editor/view/attachment-bytes.js';
import { OpenedAttachments } from '../../../src/editor/view/opened-attachments.js';
import {
	compareVersions,
	compareWithLocal,
	openAttachment,
	openAttachments,
} from '../../../src/editor/view/show-attachment.js';
import { tellDownloadFailure } from '../../../src/editor/view/tell-download.js';
import { text } from '../kit/text.js';
import { useClosedEditors } from '../kit/workspace.js';
import { task, usePlacedAttachments } from './kit/placed-attachments.js';

const png = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
	'base64',
);

describe('an attachment of the view', () => {
	const placed = usePlacedAttachments();
	useClosedEditors();
	let opened: OpenedAttachments;

	before(() => {
		// Once for the suite: the editor knows one owner of a scheme.
		opened = new OpenedAttachments({
			get transport() {
				return placed.parts.transport;
			},
			get accounts() {
				return placed.parts.accounts;
			},
			get log() {
				return placed.parts.log;
			},
		});
	});

	const open = (wanted: Wanted) =>
		openAttachment(opened, wanted).catch((error: unknown) => tellDownloadFailure(placed.parts, wanted, error));
	const tab = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;

	it('opens as a text that nobody can change', async () => {
		await open(await placed.place('notas.txt', 'línea uno\n'));

		const input = tab();
		assert.ok(input instanceof vscode.TabInputText);
		assert.equal((await vscode.workspace.openTextDocument(input.uri)).getText(), 'línea uno\n');
		assert.equal(vscode.workspace.fs.isWritableFileSystem(input.uri.scheme), false);
		assert.deepEqual(placed.messages(), []);
	});

	it('opens as a picture where its name says so, whatever the server calls it', async () => {
		placed.lies('redirect');
		await open(await placed.place('logo.png', png));

		const input = tab();
		assert.ok(input instanceof vscode.TabInputCustom);
		assert.equal(input.viewType, 'imagePreview.previewEditor');
	});

	it('opens as text where it is a notebook, which could run something', async () => {
		await open(await placed.place('datos.ipynb', '{"cells":[],"metadata":{},"nbformat":4,"nbformat_minor":5}'));

		assert.ok(tab() instanceof vscode.TabInputText);
	});

	it('is downloaded once, however often it is opened, also at once', async () => {
		placed.lies('slow');
		const wanted = await placed.place('una.txt', 'una vez');
		await Promise.all([open(wanted), open(wanted)]);
		await open(wanted);

		assert.equal(placed.cor.sandbox.downloads.length, 1);
	});

	it('is asked for at the address that COR tells now where the one before has expired', async () => {
		const { stored } = await placed.place('reciente.txt', 'aquí');
		await open({ task, stored: { ...stored, url: `${placed.cor.sandbox.origin}/files/none/x` } });

		assert.ok(tab() instanceof vscode.TabInputText);
		assert.deepEqual(placed.messages(), []);
	});

	const told = {
		expired: text('The download link of {0} has expired or requires signing in.', 'a.txt'),
		page: text('The download link of {0} leads to a web page, perhaps a sign-in page.', 'a.txt'),
		'redirect-endless': text('The download link of {0} redirects too many times.', 'a.txt'),
		'redirect-private': text(
			'The download link of {0} leads to a private or unencrypted address, so it was not opened.',
			'a.txt',
		),
		'fails-500': text(
			"Couldn't download {0}. {1}",
			'a.txt',
			text('COR is not available at the moment. Try again later.'),
		),
	} as const;
	for (const [download, sentence] of Object.entries(told)) {
		it(`that can't be had is told in a sentence, and can be opened in the browser: ${download}`, async () => {
			placed.lies(download as keyof typeof told);
			await open(await placed.place('a.txt', 'a'));

			assert.deepEqual(placed.shown, [{ message: sentence, buttons: [text('Open in Browser')], detail: undefined }]);
			assert.equal(tab(), undefined);
		});
	}

	it('that is one of several opens whether or not somebody reads that another one could not', async () => {
		const [a, b] = [await placed.place('j.txt', 'j'), await placed.place('k.txt', 'k')];
		const gone = { task, stored: { ...a.stored, url: 'https://localhost/j.txt' } };
		const told: unknown[] = [];
		await openAttachments(opened, [gone, b], wanted => {
			told.push(wanted);
			return new Promise(() => {});
		});

		assert.deepEqual(told, [gone]);
		assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, 'k.txt');
	});

	it('without an address is told to have none', async () => {
		const { url: _, ...stored } = (await placed.place('b.txt', 'b')).stored;
		placed.cor.sandbox.set({ variants: { listStatus: '500-null' } });
		await open({ task, stored });

		assert.deepEqual(placed.shown, [
			{ message: text('COR has no download link for {0}.', 'b.txt'), buttons: [], detail: undefined },
		]);
	});

	it('that is too large a text is not downloaded, but saved where the person wants it', async () => {
		const bytes = Buffer.alloc(5_000_001, 'x');
		const wanted = await placed.place('registro.log', bytes);
		await open(wanted);
		assert.deepEqual(placed.shown, [
			{
				message: text('{0} is too large to open here ({1}).', 'registro.log', '5 MB'),
				buttons: [text('Save As…')],
				detail: '',
			},
		]);
		assert.equal(placed.cor.sandbox.downloads.length, 0);

		placed.pressed = [text('Save As…')];
		await open(wanted);

		assert.ok(readFileSync(placed.target.fsPath).equals(bytes));
		assert.deepEqual([placed.inFolder(), tab()], [['guardado.bin'], undefined]);
	});

	it('that is a large picture is asked about first', async () => {
		const wanted = await placed.place('foto.png', Buffer.concat([png, Buffer.alloc(10_000_000)]));
		await open(wanted);
		const sentence = text('{0} is large ({1}). Download it?', 'foto.png', '10 MB');
		assert.deepEqual([placed.messages(), placed.cor.sandbox.downloads.length], [[sentence], 0]);

		placed.pressed = [text('Open')];
		await open(wanted);

		assert.ok(tab() instanceof vscode.TabInputCustom);
	});

	for (const [download, large] of [
		['claims-5-gb', '5 GB'],
		['endless', text('more than {0}', '5 MB')],
	] as const) {
		it(`that turns out to be larger than COR says is left at once: ${download}`, async () => {
			placed.lies(download);
			await open(await placed.place('c.txt', 'c'));

			assert.deepEqual(placed.messages(), [text('{0} is too large to open here ({1}).', 'c.txt', large)]);
			assert.equal(tab(), undefined);
		});
	}

	it('is not opened where the person cancels', async () => {
		placed.lies('stalled');
		placed.cancels = true;
		await open(await placed.place('d.txt', 'despacio'));

		assert.deepEqual(placed.titles, [text('COR: Downloading {0}', 'd.txt')]);
		assert.deepEqual([placed.messages(), tab()], [[], undefined]);
	});

	it('is compared with the file of this machine', async () => {
		const local = await placed.cor.write('notas.txt', 'línea dos\n');
		await compareWithLocal(opened, await placed.place('notas.txt', 'línea uno\n'), local);

		const input = tab();
		assert.ok(input instanceof vscode.TabInputTextDiff);
		assert.deepEqual([input.original.scheme, input.modified.toString()], ['cor-attachment', local.toString()]);
		assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, 'COR: notas.txt (v1) ↔ notas.txt');
	});

	it('has its first version compared with its newest', async () => {
		const first = await placed.place('textos.md', 'uno\n');
		const newest = await placed.place('textos.md', 'dos\n', first.stored.id);
		await compareVersions(opened, task, { ...first.stored, currentVersion: newest.stored });

		const input = tab();
		assert.ok(input instanceof vscode.TabInputTextDiff);
		const texts = [input.original, input.modified].map(async uri =>
			(await vscode.workspace.fs.readFile(uri)).toString(),
		);
		assert.deepEqual(await Promise.all(texts), ['uno\n', 'dos\n']);
	});
});
