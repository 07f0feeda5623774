import * as vscode from 'vscode';
import type { KnownTask } from '../../machine/memory/task-memory.js';
import type { MadeFiles } from '../files/made-files.js';
import type { ViewNode } from './tree/view-nodes.js';

const uriList = 'text/uri-list';

/** Attaches what was dropped, to the task where it was dropped on one. Never rejects. */
export type AttachDropped = (uris: readonly vscode.Uri[], task: KnownTask | undefined) => Promise<void>;

/** Attaches files that are dropped on the view: on a task or what stands below it to that task, elsewhere after asking for one. */
export class DropOnTask implements vscode.TreeDragAndDropController<ViewNode> {
	readonly dropMimeTypes = [uriList, 'files'];
	readonly dragMimeTypes: readonly string[] = [];
	readonly #made: MadeFiles;
	readonly #attach: AttachDropped;

	constructor(made: MadeFiles, attach: AttachDropped) {
		this.#made = made;
		this.#attach = attach;
	}

	async handleDrop(target: ViewNode | undefined, dropped: vscode.DataTransfer): Promise<void> {
		const uris = await readDropped(this.#made, dropped);
		if (uris.length === 0) {
			void vscode.window.showInformationMessage(vscode.l10n.t('Only files and folders can be attached.'));
			return;
		}
		void this.#attach(uris, taskAt(target)); // the editor shows the view as busy for as long as a drop is handled
	}
}

function taskAt(target: ViewNode | undefined): KnownTask | undefined {
	return target && 'task' in target ? target.task : undefined;
}

/** What lies somewhere by its address, what the desktop hands over without one by its bytes, as long as the drop lasts. */
async function readDropped(made: MadeFiles, dropped: vscode.DataTransfer): Promise<readonly vscode.Uri[]> {
	const listed = parseUriList((await dropped.get(uriList)?.asString()) ?? '');
	if (listed.length > 0) {
		return listed;
	}
	const files = [...dropped].flatMap(([, item]) => item.asFile() ?? []);
	return Promise.all(files.map(async file => file.uri ?? made.add(file.name, await file.data())));
}

// RFC 2483: one a line, `#` before a comment.
function parseUriList(text: string): readonly vscode.Uri[] {
	const lines = text.split(/\r?\n/).filter(line => line !== '' && !line.startsWith('#'));
	return lines.flatMap(line => {
		try {
			const uri = vscode.Uri.parse(line, true);
			return /^https?$/.test(uri.scheme) ? [] : [uri]; // a link from a page is no file
		} catch {
			return [];
		}
	});
}
