import * as v from 'valibot';
import { rightOf, webAddress } from '../../attach/schemas.js';
import { type KeptData, type StoredForm, VersionedStore } from './versioned-store.js';

/** What is stored about a task: enough to show it before COR answers. */
const knownTask = v.object({
	id: v.pipe(v.number(), v.safeInteger()),
	title: v.string(),
	project: v.exactOptional(v.string()),
	client: v.exactOptional(v.string()),
});

export type KnownTask = Readonly<v.InferOutput<typeof knownTask>>;

const maxRecent = 10;
const maxPinned = 20;

const storedTasks = (key: string): StoredForm<readonly KnownTask[]> => ({
	key,
	version: 1,
	empty: [],
	schema: rightOf(knownTask),
});

const storedPages: StoredForm<string | undefined> = {
	key: 'corAttachments.taskPages',
	version: 1,
	empty: undefined,
	schema: v.pipe(
		webAddress,
		v.transform(value => ({ value, isWhole: true })),
	),
};

/** The tasks pinned to or recently used in this workspace, and the address of COR's task pages. */
export class TaskMemory {
	readonly #recent: VersionedStore<readonly KnownTask[]>;
	readonly #pinned: VersionedStore<readonly KnownTask[]>;
	readonly #pages: VersionedStore<string | undefined>;
	/** Whether this window asked for the address of COR's task pages and got no answer. */
	isPageUnsaid = false;

	/** @param warn called, in English, about stored data that isn't used */
	constructor(ofWorkspace: KeptData, ofUser: KeptData, warn: (message: string) => void) {
		this.#recent = new VersionedStore(ofWorkspace, storedTasks('corAttachments.recentTasks'), warn);
		this.#pinned = new VersionedStore(ofWorkspace, storedTasks('corAttachments.pinnedTasks'), warn);
		this.#pages = new VersionedStore(ofUser, storedPages, warn);
	}

	/** Latest first. */
	recent(): readonly KnownTask[] {
		return this.#recent.read();
	}

	/** In the order they were pinned. */
	pinned(): readonly KnownTask[] {
		return this.#pinned.read();
	}

	/** Makes this task the latest one. If it is pinned, also updates the pin. */
	async remember(task: KnownTask): Promise<void> {
		await this.#recent.change(recent => [known(task), ...without(recent, [task])].slice(0, maxRecent));
		if (this.pinned().some(({ id }) => id === task.id)) {
			await this.#pinned.change(pinned => pinned.map(pin => (pin.id === task.id ? known(task) : pin)));
		}
	}

	async pin(task: KnownTask): Promise<void> {
		await this.#pinned.change(pinned => [...without(pinned, [task]), known(task)].slice(-maxPinned));
	}

	async unpin(taskId: number): Promise<void> {
		await this.#pinned.change(pinned => pinned.filter(({ id }) => id !== taskId));
	}

	/** Address of the task pages that a person pasted last, without `/{id}`. */
	taskPages(): string | undefined {
		return this.#pages.read();
	}

	async rememberTaskPages(pages: string): Promise<void> {
		await this.#pages.change(() => pages);
	}
}

function without(tasks: readonly KnownTask[], others: readonly Pick<KnownTask, 'id'>[]): readonly KnownTask[] {
	const gone = new Set(others.map(({ id }) => id));
	return tasks.filter(({ id }) => !gone.has(id));
}

function known({ id, title, project, client }: KnownTask): KnownTask {
	return { id, title, ...(project && { project }), ...(client && { client }) };
}
