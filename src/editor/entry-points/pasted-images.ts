import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { pictureName } from '../../attach/names/picture-name.js';
import type { MadeFiles } from '../files/made-files.js';
import type { LinkPlace } from './attach-pasted.js';

const maxOffers = 5;
const kind = vscode.DocumentDropOrPasteEditKind.Empty.append('corAttachments', 'image');
const ofMarkdown = vscode.DocumentDropOrPasteEditKind.Empty.append('markdown');

/** Attaches a pasted image and puts its link into the document. Never rejects. */
export type AttachPasted = (image: vscode.Uri, place: LinkPlace) => Promise<void>;

/** A pasted image, and the mark that is inserted if the person chooses to attach it. */
interface Offer {
	readonly mark: string;
	readonly name: string;
	readonly bytes: Uint8Array;
}

/**
 * Offers to attach an image that is pasted into Markdown, below VS Code's own offers. Not every way of choosing an
 * offer tells the extension (Paste As… doesn't), so this one inserts a mark: if the mark appears in a document,
 * somebody chose it.
 */
export class PastedImages implements vscode.DocumentPasteEditProvider, vscode.Disposable {
	readonly #made: MadeFiles;
	readonly #attach: AttachPasted;
	readonly #subscriptions: vscode.Disposable;
	/** Latest first, and only a few, because nobody reports offers that aren't chosen. */
	#offers: readonly Offer[] = [];

	constructor(made: MadeFiles, attach: AttachPasted) {
		this.#made = made;
		this.#attach = attach;
		this.#subscriptions = vscode.Disposable.from(
			vscode.languages.registerDocumentPasteEditProvider({ language: 'markdown', scheme: '*' }, this, {
				providedPasteEditKinds: [kind],
				pasteMimeTypes: ['image/*'],
			}),
			vscode.workspace.onDidChangeTextDocument(change => this.#follow(change)),
		);
	}

	dispose(): void {
		this.#subscriptions.dispose();
	}

	async provideDocumentPasteEdits(
		_document: vscode.TextDocument,
		_ranges: readonly vscode.Range[],
		pasted: vscode.DataTransfer,
	): Promise<vscode.DocumentPasteEdit[]> {
		const image = [...pasted].flatMap(([type, item]) => (type.startsWith('image/') ? (item.asFile() ?? []) : []))[0];
		if (!image) {
			return [];
		}
		const name = nameOf(image, new Date());
		const mark = `[${vscode.l10n.t('Attaching {0}…', name)}](#${randomUUID()})`;
		const bytes = await image.data(); // only available during the paste
		this.#offers = [{ mark, name, bytes }, ...this.#offers].slice(0, maxOffers);
		const edit = new vscode.DocumentPasteEdit(mark, vscode.l10n.t('Attach to COR Task and Insert Link'), kind);
		edit.yieldTo = [ofMarkdown];
		return [edit];
	}

	#follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
		const taken = this.#offers.find(({ mark }) => contentChanges.some(({ text }) => text.includes(mark)));
		if (taken) {
			this.#offers = this.#offers.filter(offer => offer !== taken);
			const { mark, name, bytes } = taken;
			void this.#attach(this.#made.add(name, bytes), { mark, document: document.uri });
		}
	}
}

// A picture without a name is called this; one from an extension or a page may have its own.
function nameOf({ name }: vscode.DataTransferFile, pastedAt: Date): string {
	const [, extension] = /^image\.(\w+)$/i.exec(name) ?? [];
	return extension === undefined ? name : pictureName('image', pastedAt, extension);
}
