import type * as vscode from 'vscode';
import { harmlessName } from '../../attach/names/file-names.js';
import { DownloadError } from '../../cor/download/download-error.js';
import { requireApiUrl } from '../accounts/connect.js';
import { MemoryFiles } from '../files/memory-files.js';
import { type BytesParts, bytesAtOnce, getWhole, type Wanted } from './attachment-bytes.js';
import { saveAttachment } from './save-attachment.js';
import { askAboutLarge } from './tell-download.js';
import { attachmentScheme } from './tree/view-nodes.js';

// Files that VS Code shows as media, never as text.
const media = /\.(png|jpe?g|jpe|gif|bmp|ico|webp|avif|mp3|wav|og[ga]|mp4|webm)$/i;

/**
 * Maximum bytes of a text, and of media after the person agreed. More would make the editor slow or fill its memory.
 */
const mostOfText = 5_000_000;
const mostOfMedia = 100_000_000;

/**
 * Opened attachments as read-only files in this window's memory. Registers its file system when the first one is
 * opened.
 */
export class OpenedAttachments {
	readonly #parts: BytesParts;
	readonly #loading = new Map<string, Promise<vscode.Uri | undefined>>();
	#files: MemoryFiles | undefined;

	constructor(parts: BytesParts) {
		this.#parts = parts;
	}

	/**
	 * Downloads an attachment unless it was opened before, and returns its URI. `undefined` if the person gives up or
	 * saves it instead.
	 * @throws as `getBytes` does
	 */
	async load(wanted: Wanted): Promise<vscode.Uri | undefined> {
		const { task, stored } = wanted;
		const path = `/${requireApiUrl().host}/${task.id}/${stored.id}/${harmlessName(stored.name)}`;
		const loading =
			this.#loading.get(path) ??
			this.#load(path, wanted).finally(() => {
				this.#loading.delete(path);
			});
		this.#loading.set(path, loading); // a double click asks twice
		return loading;
	}

	async #load(path: string, wanted: Wanted): Promise<vscode.Uri | undefined> {
		this.#files ??= new MemoryFiles(attachmentScheme); // VS Code unregisters it at shutdown
		const known = this.#files.find(path);
		if (known) {
			return known;
		}
		const isMedia = media.test(wanted.stored.name);
		const limit = isMedia ? mostOfMedia : mostOfText;
		let most = isMedia ? bytesAtOnce : mostOfText;
		let size = { bytes: wanted.stored.size ?? 0, isMore: false };
		for (;;) {
			if (size.bytes > most) {
				const canOpen = size.isMore ? most < limit : size.bytes <= limit;
				const choice = await askAboutLarge(wanted, size, canOpen ? 'open' : 'nothing');
				if (choice !== 'go-on') {
					await (choice === 'save' ? saveAttachment(this.#parts, wanted) : undefined);
					return undefined;
				}
				most = limit;
			}
			try {
				const bytes = await getWhole(this.#parts, wanted, most);
				return bytes && this.#files.keep(path, bytes);
			} catch (error) {
				if (!(error instanceof DownloadError) || error.problem !== 'too-large') {
					throw error;
				}
				size = { bytes: error.size ?? most + 1, isMore: error.size === undefined };
			}
		}
	}
}
