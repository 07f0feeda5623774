import * as vscode from 'vscode';
import type { ListedAttachment } from '../../attach/attachment.js';
import { toCorError } from '../../attach/errors.js';
import type { HistoryEntry } from '../../attach/plan/history.js';
import type { KnownTask } from '../../machine/memory/task-memory.js';
import { connect } from '../accounts/connect.js';
import type { EarlyParts } from '../flow/parts.js';
import { type EmptyView, reachMilestone, tellWhyEmpty } from '../messages/context-keys.js';
import { wayOut } from '../messages/way-out.js';
import { apiUrlSetting } from '../settings/settings.js';
import { type AttachDropped, DropOnTask } from './drop-on-task.js';
import { toTreeItem, type ViewNode } from './view-nodes.js';

const viewId = 'corAttachments.view';
const shownAtOnce = 200;

/** Attachments of one task, as far as they were asked for. */
interface Listing {
	readonly taskId: number;
	readonly attachments: readonly ListedAttachment[];
	/** How many of them have rows: a page may be of any length. */
	readonly shown: number;
	/** The next page, where there is one. */
	readonly nextPage?: number;
}

/**
 * The task that was last used in this workspace with its attachments as COR lists them, and what was attached from here.
 * Asks COR only while it is open, page by page.
 */
export class AttachmentsView implements vscode.TreeDataProvider<ViewNode>, vscode.Disposable {
	readonly #parts: EarlyParts;
	readonly #changes = new vscode.EventEmitter<undefined>();
	readonly onDidChangeTreeData = this.#changes.event;
	readonly #subscriptions: vscode.Disposable;
	readonly #tree: vscode.TreeView<ViewNode>;
	#listing: Listing | undefined;
	/** How often COR was asked why there is nothing to show. */
	#asked = 0;
	/** Every row that the editor was given: it hands the same object back when a person acts on the row. */
	readonly #given = new WeakSet<ViewNode>();

	constructor(parts: EarlyParts, attachDropped: AttachDropped) {
		this.#parts = parts;
		this.#tree = vscode.window.createTreeView<ViewNode>(viewId, {
			treeDataProvider: this,
			canSelectMany: true,
			dragAndDropController: new DropOnTask(parts.made, attachDropped),
		});
		this.#subscriptions = vscode.Disposable.from(this.#tree, this.#changes);
	}

	dispose(): void {
		this.#subscriptions.dispose();
	}

	/** Asks COR again when the view is next seen. */
	refresh(): void {
		this.#listing = undefined;
		this.#changes.fire(undefined);
	}

	/** Opens the view with this task. */
	async show(): Promise<void> {
		this.refresh();
		await vscode.commands.executeCommand(`${viewId}.focus`);
	}

	async showMore(): Promise<void> {
		const listing = this.#listing;
		if (!listing || !hasMore(listing)) {
			return;
		}
		const { taskId, attachments, shown, nextPage } = listing;
		this.#listing =
			shown < attachments.length || nextPage === undefined
				? { ...listing, shown: shown + shownAtOnce }
				: await this.#read(taskId, nextPage, attachments);
		this.#changes.fire(undefined);
	}

	getTreeItem(node: ViewNode): vscode.TreeItem {
		return toTreeItem(node);
	}

	async getChildren(node?: ViewNode): Promise<ViewNode[]> {
		const rows = await this.#childrenOf(node);
		for (const row of rows) {
			this.#given.add(row);
		}
		return rows;
	}

	/** Whether this is a row of the view, be it from before the last refresh, and not an object that only looks like one. */
	gave(row: unknown): row is ViewNode {
		return this.#given.has(row as ViewNode);
	}

	async #childrenOf(node: ViewNode | undefined): Promise<ViewNode[]> {
		switch (node?.kind) {
			case undefined:
				return this.#roots();
			case 'task':
				return this.#attachmentsOf(node.task);
			case 'attachment': {
				const { task, listed } = node;
				const { currentVersion, ...first } = listed;
				return currentVersion
					? [currentVersion, first].map(version => ({ kind: 'version', task, listed, version }))
					: [];
			}
			case 'history': {
				const { inNaturalOrderTogether } = await import('../../attach/text/natural-order.js'); // not needed to activate
				const together = ({ taskId, attachedAt }: HistoryEntry): string => `${taskId} ${attachedAt}`;
				return inNaturalOrderTogether(this.#entries(), together, ({ name }) => name).map(entry => ({
					kind: 'past',
					entry,
				}));
			}
			default:
				return [];
		}
	}

	async #roots(): Promise<ViewNode[]> {
		const [task] = this.#parts.memory.recent();
		const hasHistory = this.#entries().length > 0;
		if (!task && !hasHistory) {
			await this.#tellWelcome();
		}
		return [
			...(task ? [{ kind: 'task', task, isPinned: this.#isPinned(task) } as const] : []),
			...(hasHistory ? [{ kind: 'history' } as const] : []),
		];
	}

	#isPinned(task: KnownTask): boolean {
		return this.#parts.memory.pinned().some(({ id }) => id === task.id);
	}

	/** What was attached to the COR of the settings: numbers of tasks mean something there alone. */
	#entries(): readonly HistoryEntry[] {
		const reading = apiUrlSetting();
		return reading.status === 'ok'
			? this.#parts.history.entries().filter(({ apiUrl }) => apiUrl === reading.apiUrl.href)
			: [];
	}

	/** Lets the empty view say what comes next: to sign in, to choose a task, or to try again. */
	async #tellWelcome(): Promise<void> {
		const asked = ++this.#asked;
		const why = await this.#whyEmpty();
		if (asked !== this.#asked) {
			return; // the newest question decides, whichever is answered last
		}
		await tellWhyEmpty(why);
		if (why === 'noTask') {
			await reachMilestone('hasSignedIn');
		}
	}

	async #whyEmpty(): Promise<EmptyView> {
		try {
			const { client } = await connect(this.#parts);
			await client.readMe();
			return 'noTask';
		} catch (cause) {
			const error = toCorError(cause);
			this.#parts.log.info(`nobody can be shown a task: ${error.kind}: ${error.message}`);
			return wayOut(error) === 'sign-in' || error.kind === 'refused-api-url' ? 'signedOut' : 'offline';
		}
	}

	async #attachmentsOf(task: KnownTask): Promise<ViewNode[]> {
		try {
			if (this.#listing?.taskId !== task.id) {
				this.#listing = await this.#read(task.id, 1, []);
			}
			const { attachments, shown } = this.#listing;
			return [
				...attachments.slice(0, shown).map(listed => ({ kind: 'attachment', task, listed }) as const),
				...(hasMore(this.#listing) ? [{ kind: 'more' } as const] : []),
			];
		} catch (error) {
			return [{ kind: 'failure', error: toCorError(error) }];
		}
	}

	async #read(taskId: number, page: number, before: readonly ListedAttachment[]): Promise<Listing> {
		const { client } = await connect(this.#parts);
		const { attachments, lastPage } = await client.readAttachmentPage(taskId, page);
		return {
			taskId,
			attachments: [...before, ...attachments],
			shown: before.length + shownAtOnce,
			...(page < lastPage && { nextPage: page + 1 }),
		};
	}
}

function hasMore({ attachments, shown, nextPage }: Listing): boolean {
	return shown < attachments.length || nextPage !== undefined;
}
