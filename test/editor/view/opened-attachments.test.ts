import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Accounts } from '../../../src/editor/accounts/accounts.js';
import { type BytesParts, getWhole, type Wanted } from '../../../src/editor/view/attachment-bytes.js';
import { OpenedAttachments } from '../../../src/editor/view/opened-attachments.js';
import { saveAttachment } from '../../../src/editor/view/save-attachment.js';
import { compareVersions, compareWithLocal, openAttachment } from '../../../src/editor/view/show-attachment.js';
import { openInBrowser, tellDownloadFailure } from '../../../src/editor/view/tell-download.js';
import { mainUser } from '../../sandbox/seed.js';
import type { Variants } from '../../sandbox/variants.js';
import { useMemoryFiles } from '../kit/memory-files.js';
import { useShownMessages } from '../kit/person.js';
import { text } from '../kit/text.js';
import { useCor } from '../kit/use-cor.js';
import { useWindows } from '../kit/use-windows.js';
import { useClosedEditors } from '../kit/workspace.js';

const task = { id: 4101, title: 'Diseño de la campaña de invierno' };
const png = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
	'base64',
);
const { fetch } = { fetch: (...args: Parameters<typeof globalThis.fetch>) => globalThis.fetch(...args) };

describe('an attachment of the view', () => {
	const cor = useCor();
	const windows = useWindows(cor);
	const memory = useMemoryFiles();
	useClosedEditors();
	let pressed: readonly string[] = [];
	const shown = useShownMessages(({ buttons }) => buttons.find(button => pressed.includes(button)));
	let opened: OpenedAttachments;
	let parts: BytesParts;
	let target: vscode.Uri;
	let suggested: vscode.Uri | undefined;
	const { showSaveDialog, withProgress } = vscode.window;

	before(() => {
		// Once for the suite: the editor knows one owner of a scheme.
		opened = new OpenedAttachments({
			get transport() {
				return parts.transport;
			},
			get accounts() {
				return parts.accounts;
			},
			get log() {
				return parts.log;
			},
		});
	});
	beforeEach(async () => {
		pressed = [];
		target = vscode.Uri.file(path.join(cor.folder, 'guardado.bin'));
		const accounts: Accounts = windows.open();
		await windows.signIn(accounts, windows.keyPair());
		const note = () => undefined;
		const log = { info: note, warn: note, error: note } as unknown as BytesParts['log'];
		parts = { transport: { fetch } as unknown as BytesParts['transport'], accounts, log };
		Object.assign(vscode.window, {
			showSaveDialog: async ({ defaultUri }: vscode.SaveDialogOptions) => {
				suggested = defaultUri;
				return target;
			},
		});
	});
	afterEach(() => void Object.assign(vscode.window, { showSaveDialog, withProgress }));

	/** Puts a file on the task; what the view knows of it. */
	const place = async (name: string, bytes: string | Uint8Array, parentId?: number): Promise<Wanted> => {
		const file = { user: mainUser, name, bytes: Buffer.from(bytes as string), ...(parentId && { parentId }) };
		const id = await cor.sandbox.place(task.id, file);
		const all = cor.sandbox.attachments(task.id).flatMap(root => [root, ...root.versions]);
		const { storageName, size, version } = all.find(each => each.id === id) ?? assert.fail();
		return { task, stored: { id, name, size, version, url: `${cor.sandbox.origin}/files/${storageName}/x` } };
	};
	const open = (wanted: Wanted) =>
		openAttachment(opened, wanted).catch((error: unknown) => tellDownloadFailure(parts, wanted, error));
	const lies = (download: Variants['download']) => cor.sandbox.set({ variants: { download } });
	const tab = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
	const messages = () => shown.map(({ message }) => message);
	const inFolder = () => readdirSync(cor.folder);

	it('opens as a text that nobody can change', async () => {
		await open(await place('notas.txt', 'línea uno\n'));

		const input = tab();
		assert.ok(input instanceof vscode.TabInputText);
		assert.equal((await vscode.workspace.openTextDocument(input.uri)).getText(), 'línea uno\n');
		assert.equal(vscode.workspace.fs.isWritableFileSystem(input.uri.scheme), false);
		assert.deepEqual(messages(), []);
	});

	it('opens as a picture where its name says so, whatever the server calls it', async () => {
		lies('redirect');
		await open(await place('logo.png', png));

		const input = tab();
		assert.ok(input instanceof vscode.TabInputCustom);
		assert.equal(input.viewType, 'imagePreview.previewEditor');
	});

	it('opens as text where it is a notebook, which could run something', async () => {
		await open(await place('datos.ipynb', '{"cells":[],"metadata":{},"nbformat":4,"nbformat_minor":5}'));

		assert.ok(tab() instanceof vscode.TabInputText);
	});

	it('is downloaded once, however often it is opened, also at once', async () => {
		lies('slow');
		const wanted = await place('una.txt', 'una vez');
		await Promise.all([open(wanted), open(wanted)]);
		await open(wanted);

		assert.equal(cor.sandbox.downloads.length, 1);
	});

	it('is asked for at the address that COR tells now where the one before has expired', async () => {
		const { stored } = await place('reciente.txt', 'aquí');
		await open({ task, stored: { ...stored, url: `${cor.sandbox.origin}/files/none/x` } });

		assert.ok(tab() instanceof vscode.TabInputText);
		assert.deepEqual(messages(), []);
	});

	const told = {
		expired: text('The link to {0} has expired or does not work without signing in.', 'a.txt'),
		page: text('The link to {0} leads to a web page, perhaps to sign in.', 'a.txt'),
		'redirect-endless': text('The link to {0} redirects too many times.', 'a.txt'),
		'redirect-private': text(
			'The link to {0} leads to an address that is private or not encrypted. It was not followed.',
			'a.txt',
		),
		'fails-500': text(
			'{0} could not be downloaded. {1}',
			'a.txt',
			text('COR is not available at the moment. Try again later.'),
		),
	} as const;
	for (const [download, sentence] of Object.entries(told)) {
		it(`that can't be had is told in a sentence, and can be opened in the browser: ${download}`, async () => {
			lies(download as keyof typeof told);
			await open(await place('a.txt', 'a'));

			assert.deepEqual(shown, [{ message: sentence, buttons: [text('Open in Browser')], detail: undefined }]);
			assert.equal(tab(), undefined);
		});
	}

	it('without an address is told to have none', async () => {
		const { url: _, ...stored } = (await place('b.txt', 'b')).stored;
		cor.sandbox.set({ variants: { listStatus: '500-null' } });
		await open({ task, stored });

		assert.deepEqual(shown, [{ message: text('COR gives no link to {0}.', 'b.txt'), buttons: [], detail: undefined }]);
	});

	it('that is too large a text is not downloaded, but saved where the person wants it', async () => {
		const bytes = Buffer.alloc(5_000_001, 'x');
		const wanted = await place('registro.log', bytes);
		await open(wanted);
		assert.deepEqual(shown, [
			{
				message: text('{0} is too large to open here ({1}).', 'registro.log', '5 MB'),
				buttons: [text('Save As…')],
				detail: undefined,
			},
		]);
		assert.equal(cor.sandbox.downloads.length, 0);

		pressed = [text('Save As…')];
		await open(wanted);

		assert.ok(readFileSync(target.fsPath).equals(bytes));
		assert.deepEqual([inFolder(), tab()], [['guardado.bin'], undefined]);
	});

	it('that is a large picture is asked about first', async () => {
		const wanted = await place('foto.png', Buffer.concat([png, Buffer.alloc(10_000_000)]));
		await open(wanted);
		const sentence = text('{0} is large ({1}). Download it?', 'foto.png', '10 MB');
		assert.deepEqual([messages(), cor.sandbox.downloads.length], [[sentence], 0]);

		pressed = [text('Open')];
		await open(wanted);

		assert.ok(tab() instanceof vscode.TabInputCustom);
	});

	for (const [download, large] of [
		['claims-5-gb', '5 GB'],
		['endless', text('more than {0}', '5 MB')],
	] as const) {
		it(`that turns out to be larger than COR says is left at once: ${download}`, async () => {
			lies(download);
			await open(await place('c.txt', 'c'));

			assert.deepEqual(messages(), [text('{0} is too large to open here ({1}).', 'c.txt', large)]);
			assert.equal(tab(), undefined);
		});
	}

	it('is not opened where the person cancels', async () => {
		lies('stalled');
		let title: string | undefined;
		Object.assign(vscode.window, {
			withProgress: (options: vscode.ProgressOptions, task: Parameters<typeof withProgress>[1]) => {
				title = options.title;
				const source = new vscode.CancellationTokenSource();
				setImmediate(() => source.cancel());
				return task({ report: () => undefined }, source.token);
			},
		});
		await open(await place('d.txt', 'despacio'));

		assert.equal(title, text('COR: Downloading {0}', 'd.txt'));
		assert.deepEqual([messages(), tab()], [[], undefined]);
	});

	it('is saved under a name that does no harm, and told to be', async () => {
		await saveAttachment(parts, await place('../.ssh/CON\u202e.txt:a ', 'hola'));

		assert.equal(path.posix.basename(suggested?.path ?? ''), '.._.ssh_CON_.txt_a');
		assert.equal(readFileSync(target.fsPath, 'utf8'), 'hola');
		assert.equal(shown.length, 1);
	});

	it('is not saved where the person cancels, and leaves nothing', async () => {
		lies('stalled');
		Object.assign(vscode.window, {
			withProgress: (_: unknown, task: Parameters<typeof withProgress>[1]) => {
				const source = new vscode.CancellationTokenSource();
				setImmediate(() => source.cancel());
				return task({ report: () => undefined }, source.token);
			},
		});
		await saveAttachment(parts, await place('e.txt', 'entero'));

		assert.deepEqual([messages(), inFolder()], [[], []]);
	});

	it('leaves what was there as it was where it does not come whole', async () => {
		writeFileSync(target.fsPath, 'before');
		lies('cut-short');
		const wanted = await place('e.txt', 'entero');

		await assert.rejects(saveAttachment(parts, wanted));

		assert.deepEqual([readFileSync(target.fsPath, 'utf8'), inFolder()], ['before', ['guardado.bin']]);
	});

	it('that has no end is asked about before it fills the disk, and leaves nothing', async () => {
		lies('endless');
		await saveAttachment(parts, await place('f.txt', 'f'));

		const large = text('more than {0}', '10 MB');
		assert.deepEqual(messages(), [text('{0} is large ({1}). Download it?', 'f.txt', large)]);
		assert.deepEqual(inFolder(), []);
	});

	it("that can't be saved is told with what the system says", async () => {
		const wanted = await place('g.txt', 'g');
		target = vscode.Uri.file(path.join(cor.folder, 'none', 'g.txt'));
		await saveAttachment(parts, wanted).catch((error: unknown) => tellDownloadFailure(parts, wanted, error));

		assert.deepEqual(messages(), [text('{0} could not be saved ({1}).', 'g.txt', 'ENOENT')]);
	});

	it('takes no more memory than it has bytes, however it came', async () => {
		const wanted = await place('h.txt', 'h');
		const chunks = [Buffer.alloc(40_000, 'h'), Buffer.alloc(30_000, 'h')];
		const answer = () => new Response(ReadableStream.from(chunks));
		parts = { ...parts, transport: { fetch: async () => answer() } as unknown as BytesParts['transport'] };
		const bytes = await getWhole(parts, wanted, 1_000_000);

		assert.deepEqual([bytes?.byteLength, bytes?.buffer.byteLength], [70_000, 70_000]);
	});

	it("that can't be saved on another file system is told not to be saved", async () => {
		target = memory.uriOf('/none/i.txt');
		const wanted = await place('i.txt', 'i');
		await saveAttachment(parts, wanted).catch((error: unknown) => tellDownloadFailure(parts, wanted, error));

		assert.deepEqual(messages(), [text('{0} could not be saved ({1}).', 'i.txt', 'NoPermissions')]);
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

	it('is compared with the file of this machine', async () => {
		const local = await cor.write('notas.txt', 'línea dos\n');
		await compareWithLocal(opened, await place('notas.txt', 'línea uno\n'), local);

		const input = tab();
		assert.ok(input instanceof vscode.TabInputTextDiff);
		assert.deepEqual([input.original.scheme, input.modified.toString()], ['cor-attachment', local.toString()]);
		assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, 'COR: notas.txt (v1) ↔ notas.txt');
	});

	it('has its first version compared with its newest', async () => {
		const first = await place('textos.md', 'uno\n');
		const newest = await place('textos.md', 'dos\n', first.stored.id);
		await compareVersions(opened, task, { ...first.stored, currentVersion: newest.stored });

		const input = tab();
		assert.ok(input instanceof vscode.TabInputTextDiff);
		const texts = [input.original, input.modified].map(async uri =>
			(await vscode.workspace.fs.readFile(uri)).toString(),
		);
		assert.deepEqual(await Promise.all(texts), ['uno\n', 'dos\n']);
	});
});
