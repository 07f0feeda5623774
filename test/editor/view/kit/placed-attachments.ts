import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { BytesParts, Wanted } from '../../../../src/editor/view/attachment-bytes.js';
import { mainUser } from '../../../sandbox/seed.js';
import type { Variants } from '../../../sandbox/variants.js';
import { type Shown, useShownMessages } from '../../kit/person.js';
import { useCor } from '../../kit/use-cor.js';
import { useWindows } from '../../kit/use-windows.js';

export const task = { id: 4101, title: 'Diseño de la campaña de invierno' };

const { fetch } = { fetch: (...args: Parameters<typeof globalThis.fetch>) => globalThis.fetch(...args) };

/** For the suite around it: attachments on a task, somebody who is signed in, and what is shown to them. */
export interface PlacedAttachments {
	readonly cor: ReturnType<typeof useCor>;
	readonly shown: readonly Shown[];
	parts: BytesParts;
	/** Which buttons are pressed where they are offered. */
	pressed: readonly string[];
	/** Where things are saved, and what was suggested. */
	target: vscode.Uri;
	suggested: vscode.Uri | undefined;
	/** What each progress was called; each is cancelled at once where `cancels` says so. */
	readonly titles: (string | undefined)[];
	cancels: boolean;
	/** Puts a file on the task; what the view knows of it. */
	place(name: string, bytes: string | Uint8Array, parentId?: number): Promise<Wanted>;
	lies(download: Variants['download']): void;
	messages(): readonly string[];
	inFolder(): readonly string[];
}

export function usePlacedAttachments(): PlacedAttachments {
	const cor = useCor();
	const windows = useWindows(cor);
	const { showSaveDialog, withProgress } = vscode.window;
	const placed: PlacedAttachments = {
		cor,
		shown: useShownMessages(({ buttons }) => buttons.find(button => placed.pressed.includes(button))),
		parts: {} as BytesParts,
		pressed: [],
		target: vscode.Uri.file('/'),
		suggested: undefined,
		titles: [],
		cancels: false,
		place: async (name, bytes, parentId) => {
			const file = { user: mainUser, name, bytes: Buffer.from(bytes as string), ...(parentId && { parentId }) };
			const id = await cor.sandbox.place(task.id, file);
			const all = cor.sandbox.attachments(task.id).flatMap(root => [root, ...root.versions]);
			const { storageName, size, version } = all.find(each => each.id === id) ?? assert.fail();
			return { task, stored: { id, name, size, version, url: `${cor.sandbox.origin}/files/${storageName}/x` } };
		},
		lies: download => cor.sandbox.set({ variants: { download } }),
		messages: () => placed.shown.map(({ message }) => message),
		inFolder: () => readdirSync(cor.folder),
	};

	beforeEach(async () => {
		const accounts = windows.open();
		await windows.signIn(accounts, windows.keyPair());
		const note = () => undefined;
		const log = { info: note, warn: note, error: note } as unknown as BytesParts['log'];
		placed.titles.length = 0;
		Object.assign(placed, {
			parts: { transport: { fetch }, accounts, log },
			pressed: [],
			target: vscode.Uri.file(path.join(cor.folder, 'guardado.bin')),
			cancels: false,
		});
		Object.assign(vscode.window, {
			showSaveDialog: async ({ defaultUri }: vscode.SaveDialogOptions) => {
				placed.suggested = defaultUri;
				return placed.target;
			},
			withProgress: (options: vscode.ProgressOptions, work: Parameters<typeof withProgress>[1]) => {
				placed.titles.push(options.title);
				if (!placed.cancels) {
					return withProgress(options, work);
				}
				const source = new vscode.CancellationTokenSource();
				setImmediate(() => source.cancel());
				return work({ report: () => undefined }, source.token);
			},
		});
	});
	afterEach(() => void Object.assign(vscode.window, { showSaveDialog, withProgress }));
	return placed;
}
