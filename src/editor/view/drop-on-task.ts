import * as vscode from 'vscode';
import type { KnownTask } from '../../machine/memory/task-memory.js';
import type { MadeFiles } from '../files/made-files.js';
import type { ViewNode } from './tree/view-nodes.js';

const uriList = 'text/uri-list';

/** Attaches dropped files to `task`, or asks for one. Never rejects. */
export type AttachDropped = (uris: readonly vscode.Uri[], task: KnownTask | undefined) => Promise<void>;

/** Attaches files that are dropped on the view: to the task at that place, otherwise to one that the person chooses. */
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
		void this.#attach(uris, taskAt(target)); // VS Code shows the view as busy until this method ends
	}
}

function taskAt(target: ViewNode | undefined): KnownTask | undefined {
	return target && 'task' in target ? target.task : undefined;
}

/**
 * The URIs of dropped files. Files without a URI, as from the desktop, are read into memory now, because they are only
 * available during the drop.
 */
async function readDropped(made: MadeFiles, dropped: vscode.DataTransfer): Promise<readonly vscode.Uri[]> {
	const listed = parseUriList((await dropped.get(uriList)?.asString()) ?? '');
	if (listed.length > 0) {
		return listed;
	}
	const files = [...dropped].flatMap(([, item]) => item.asFile() ?? []);
	return Promise.all(files.map(async file => file.uri ?? made.add(file.name, await file.data())));
}

// RFC 2483: one URI per line; comments start with `#`.
function parseUriList(text: string): readonly vscode.Uri[] {
	const lines = text.split(/\r?\n/).filter(line => line !== '' && !line.startsWith('#'));
	return lines.flatMap(line => {
		try {
			const uri = vscode.Uri.parse(line, true);
			return /^https?$/.test(uri.scheme) ? [] : [uri]; // a web link isn't a file
		} catch {
			return [];
		}
	});
}
