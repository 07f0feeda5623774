import * as vscode from 'vscode';
import type { EarlyParts } from '../flow/parts.js';
import { type AttachDropped, DropOnTask } from './drop-on-task.js';
import type { AttachmentsTree } from './tree/attachments-tree.js';
import type { Paged, ViewNode } from './tree/view-nodes.js';

const viewId = 'corAttachments.view';

/** The context key by which the menus know that only what was attached from this workspace is shown. */
const fromHere = 'isFromHere';

/** The editor shows a change at once, and further ones only when so many milliseconds have passed without any. */
const editorRestsMs = 200;
/** A change while the editor asks for rows may leave it with none in their place: it is told once no row was asked for so long. */
const quietMs = 50;

/** The view below the explorer. Its rows, and the code for them, are made when the editor first asks for them. */
export class AttachmentsView implements vscode.TreeDataProvider<ViewNode>, vscode.Disposable {
	readonly #parts: EarlyParts;
	readonly #changes = new vscode.EventEmitter<undefined>();
	readonly onDidChangeTreeData = this.#changes.event;
	readonly #view: vscode.TreeView<ViewNode>;
	readonly #settings: vscode.Disposable;
	/** Every row that the editor was given: it hands the same object back when a person acts on the row. */
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

	/** Asks COR again for this, or for all that is open, when the view is next seen. */
	refresh(of?: Paged): void {
		void this.#tree?.then(tree => tree.refresh(of));
	}

	/** Forgets what COR has told: somebody else may ask now. */
	startOver(): void {
		void this.#tree?.then(tree => tree.clear());
	}

	/** Marks what was attached from this workspace, as the history has it now. */
	followHistory(): void {
		void this.#tree?.then(tree => tree.followHistory());
	}

	/** Shows what is known now, without asking COR for it again. */
	redraw(): void {
		this.#tellChanged();
	}

	/** Opens the view with this task, which is one that it has a row for. */
	async show(taskId: number): Promise<void> {
		await vscode.commands.executeCommand(`${viewId}.focus`);
		const tree = await this.rows();
		if (tree.isFromHere && !tree.find(taskId)) {
			await this.showOnlyFromHere(false);
		}
		const row = tree.find(taskId);
		if (row) {
			this.#changes.fire(undefined); // at once: the editor reveals what is there when it has drawn that
			await this.#view.reveal(row, { select: true, focus: true, expand: true });
		}
	}

	/** Shows only what was attached from this workspace, or all again. */
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

	/** Whether this is a row of the view, be it from before the last refresh, and not an object that only looks like one. */
	gave(row: unknown): row is ViewNode {
		return this.#given.has(row as ViewNode);
	}

	/** The rows of the view, which load the code for them. */
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
