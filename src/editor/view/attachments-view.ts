import * as vscode from 'vscode';
import type { EarlyParts } from '../flow/parts.js';
import { type AttachDropped, DropOnTask } from './drop-on-task.js';
import type { AttachmentsTree } from './tree/attachments-tree.js';
import type { Paged, ViewNode } from './tree/view-nodes.js';

const viewId = 'corAttachments.view';

/** Context key: whether the view shows only what was attached from this workspace. */
const fromHere = 'isFromHere';

/** VS Code shows one change immediately, and further ones only after this many milliseconds without a change. */
const editorRestsMs = 200;
/**
 * A change while VS Code asks for rows may leave it without rows, so a change is only announced after this many
 * milliseconds of silence.
 */
const quietMs = 50;

/** The view in the Explorer. Its code is loaded when VS Code first asks for rows. */
export class AttachmentsView implements vscode.TreeDataProvider<ViewNode>, vscode.Disposable {
	readonly #parts: EarlyParts;
	readonly #changes = new vscode.EventEmitter<undefined>();
	readonly onDidChangeTreeData = this.#changes.event;
	readonly #view: vscode.TreeView<ViewNode>;
	readonly #settings: vscode.Disposable;
	/** All rows given to VS Code. It passes the same objects back when a person acts on a row. */
	readonly #given = new WeakSet<ViewNode>();
	#tree: Promise<AttachmentsTree> | undefined;
	#changedAt = Number.NEGATIVE_INFINITY;
	#asked = 0;
	#answeredAt = Number.NEGATIVE_INFINITY;
	#telling: NodeJS.Timeout | undefined;

	constructor(parts: EarlyParts, attachDropped: AttachDropped) {
		this.#parts = parts;
		this.#view = vscode.window.createTreeView<ViewNode>(viewId, {
			treeDataProvider: this,
			canSelectMany: true,
			showCollapseAll: true,
			dragAndDropController: new DropOnTask(parts.made, attachDropped),
		});
		this.#settings = vscode.workspace.onDidChangeConfiguration(change => {
			if (change.affectsConfiguration('corAttachments.apiUrl')) {
				this.startOver();
			}
		});
	}

	dispose(): void {
		clearTimeout(this.#telling);
		void this.#tree?.then(tree => tree.dispose());
		vscode.Disposable.from(this.#view, this.#settings, this.#changes).dispose();
	}

	/** Asks COR for this, or for everything that is open, when the view is visible again. */
	refresh(of?: Paged): void {
		void this.#tree?.then(tree => tree.refresh(of));
	}

	/** Forgets COR's answers, because another person may be signed in now. */
	startOver(): void {
		void this.#tree?.then(tree => tree.clear());
	}

	/** Marks what was attached from this workspace, after the history has changed. */
	followHistory(): void {
		void this.#tree?.then(tree => tree.followHistory());
	}

	/** Shows what is known, without asking COR. */
	redraw(): void {
		this.#tellChanged();
	}

	/** Opens the view and reveals this task, if it has a row. */
	async show(taskId: number): Promise<void> {
		await vscode.commands.executeCommand(`${viewId}.focus`);
		const tree = await this.rows();
		if (tree.isFromHere && !tree.find(taskId)) {
			await this.showOnlyFromHere(false);
		}
		const row = tree.find(taskId);
		if (row) {
			this.#changes.fire(undefined); // now, because VS Code reveals the row after drawing the change
			await this.#view.reveal(row, { select: true, focus: true, expand: true });
		}
	}

	/** Shows only what was attached from this workspace, or everything again. */
	async showOnlyFromHere(isSo: boolean): Promise<void> {
		this.#view.description = isSo ? vscode.l10n.t('from here') : '';
		await vscode.commands.executeCommand('setContext', `corAttachments:${fromHere}`, isSo);
		(await this.rows()).isFromHere = isSo;
	}

	async getTreeItem(node: ViewNode): Promise<vscode.TreeItem> {
		return (await this.rows()).itemOf(node);
	}

	async getChildren(node?: ViewNode): Promise<ViewNode[]> {
		this.#asked += 1;
		try {
			const rows = await (await this.rows()).childrenOf(node);
			for (const row of rows) {
				this.#given.add(row);
			}
			return [...rows];
		} finally {
			this.#asked -= 1;
			this.#answeredAt = performance.now();
		}
	}

	async getParent(node: ViewNode): Promise<ViewNode | undefined> {
		return (await this.rows()).parentOf(node);
	}

	/**
	 * Whether this object is a row of the view, perhaps from before the last refresh, and not just one that looks like
	 * it.
	 */
	gave(row: unknown): row is ViewNode {
		return this.#given.has(row as ViewNode);
	}

	/** Loads the code for the rows. */
	rows(): Promise<AttachmentsTree> {
		this.#tree ??= import('./tree/attachments-tree.js').then(
			({ AttachmentsTree }) => new AttachmentsTree(this.#parts, viewId, () => this.#tellChanged()),
		);
		return this.#tree;
	}

	#tellChanged(): void {
		const now = performance.now();
		const quietAt = this.#asked > 0 ? now + quietMs : this.#answeredAt + quietMs;
		const restMs = Math.max(this.#changedAt + editorRestsMs, quietAt) - now;
		if (restMs <= 0) {
			this.#changedAt = now;
			this.#changes.fire(undefined);
			return;
		}
		this.#telling ??= setTimeout(() => {
			this.#telling = undefined;
			this.#tellChanged();
		}, restMs);
	}
}
