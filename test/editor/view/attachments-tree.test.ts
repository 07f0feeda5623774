import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { ListedAttachment } from '../../../src/attach/attachment.js';
import { CorError } from '../../../src/attach/errors.js';
import type { HistoryEntry } from '../../../src/attach/plan/history.js';
import { requireApiUrl } from '../../../src/editor/accounts/connect.js';
import type { EarlyParts } from '../../../src/editor/flow/parts.js';
import { AttachmentsTree } from '../../../src/editor/view/tree/attachments-tree.js';
import type { Row, ViewNode } from '../../../src/editor/view/tree/view-nodes.js';
import { AttachHistory } from '../../../src/machine/memory/attach-history.js';
import { TaskMemory } from '../../../src/machine/memory/task-memory.js';
import { KeptInMemory } from '../../machine/kit/kept-in-memory.js';

const me = 501;
const pageSize = 50;
const logo = { id: 4101, title: 'Logo' };
const script = { id: 4102, title: 'Guion' };

const attachment = (id: number): ListedAttachment => ({ id, name: `pieza ${id}.txt`, version: 1 });

/** A list in pages, as COR gives them. */
function pageOf<Item>(all: readonly Item[], page: number) {
	const lastPage = Math.max(1, Math.ceil(all.length / pageSize));
	return { items: all.slice((page - 1) * pageSize, page * pageSize), lastPage };
}

/** COR as the view asks it: what it was asked, and answers that a test can hold back. */
class ScriptedCor {
	readonly asked: string[] = [];
	readonly attachments = new Map<number, readonly ListedAttachment[]>();
	myTasks: readonly { readonly id: number; readonly title: string; readonly deadline: string }[] = [];
	/** What comes before the answer to a question. */
	before: (question: string) => Promise<unknown> = async () => undefined;

	readonly client = {
		readAttachmentPage: async (taskId: number, page: number) => {
			await this.#hear(`${taskId} page ${page}`);
			const found = this.attachments.get(taskId);
			if (!found) {
				throw new CorError('task-not-found', 'HTTP 404');
			}
			const { items, lastPage } = pageOf(found, page);
			return { attachments: items, lastPage };
		},
		readTasks: async (person: Readonly<Record<string, number>>, page: number) => {
			const [role = ''] = Object.keys(person);
			await this.#hear(`${role} page ${page}`);
			const { items, lastPage } = pageOf(role === 'pm' ? this.myTasks : [], page);
			return { tasks: items.map(task => ({ task, whose: { archived: false, pmId: me } })), lastPage };
		},
	};

	async #hear(question: string): Promise<void> {
		this.asked.push(question);
		await this.before(question);
	}
}

describe('the rows of the view', () => {
	let cor: ScriptedCor;
	let memory: TaskMemory;
	let history: AttachHistory;
	let changes: EventEmitter;
	let tree: AttachmentsTree;

	beforeEach(async () => {
		cor = new ScriptedCor();
		changes = new EventEmitter();
		const warn = (message: string): void => assert.fail(message);
		memory = new TaskMemory(new KeptInMemory(), new KeptInMemory(), warn);
		history = new AttachHistory(new KeptInMemory(), warn, () => tree.followHistory());
		await memory.remember(script);
		await memory.remember(logo);
		const note = (): void => undefined;
		const connection = { client: cor.client, identify: async () => ({ userId: me }) };
		const parts = {
			accounts: { connect: async () => connection },
			log: { info: note },
			memory,
			history,
		} as unknown as EarlyParts;
		tree = new AttachmentsTree(parts, 'corAttachments.view', () => changes.emit('change'));
	});
	afterEach(() => tree.dispose());

	const sections = async () => (await tree.childrenOf(undefined)) as readonly Row<'section'>[];
	const section = async (wanted: string): Promise<ViewNode> => {
		const found = (await sections()).find(each => each.section === wanted);
		assert.ok(found, wanted);
		return found;
	};
	const taskRow = (id: number): ViewNode => tree.find(id) ?? assert.fail(`no task ${id}`);
	/** What the rows below this one are: numbers of tasks or attachments, or their kind. */
	const below = async (node: ViewNode): Promise<readonly (string | number)[]> =>
		(await tree.childrenOf(node)).map(row => {
			switch (row.kind) {
				case 'task':
					return row.task.id;
				case 'attachment':
					return row.listed.id;
				case 'note':
					return row.note;
				case 'failure':
					return row.error.kind;
				default:
					return row.kind;
			}
		});
	const more = async (node: ViewNode): Promise<void> => {
		const row = (await tree.childrenOf(node)).find(({ kind }) => kind === 'more');
		assert.ok(row?.kind === 'more');
		await tree.showMore(row);
	};

	it('ask COR for nothing but what is open', async () => {
		cor.attachments.set(logo.id, [attachment(1)]);
		assert.deepEqual(
			(await sections()).map(each => each.section),
			['recent', 'mine'],
		);
		assert.deepEqual(await below(await section('recent')), [logo.id, script.id]);
		assert.deepEqual(cor.asked, []);

		assert.deepEqual(await below(taskRow(logo.id)), [1]);
		assert.deepEqual(await below(taskRow(logo.id)), [1]);
		assert.deepEqual(cor.asked, [`${logo.id} page 1`]);
	});

	it('come for each task by itself: a slow answer holds no other up, and is told when it comes', async () => {
		cor.attachments.set(logo.id, [attachment(1)]).set(script.id, [attachment(2)]);
		let answer = (): void => assert.fail();
		cor.before = question =>
			question.startsWith(`${logo.id}`) ? new Promise<void>(resolve => (answer = resolve)) : Promise.resolve();

		assert.deepEqual(await below(taskRow(logo.id)), ['loading']);
		assert.deepEqual(await below(taskRow(script.id)), [2]);
		const told = once(changes, 'change');
		answer();
		await told;
		assert.deepEqual(await below(taskRow(logo.id)), [1]);
	});

	it('stay as they were read last when an older answer comes after it', async () => {
		cor.attachments.set(logo.id, [attachment(1)]);
		const held: (() => void)[] = [];
		cor.before = () => new Promise<void>(resolve => held.push(resolve));
		assert.deepEqual(await below(taskRow(logo.id)), ['loading']);
		tree.refresh(logo.id);
		const newer = tree.childrenOf(taskRow(logo.id));
		await new Promise(setImmediate); // whoever is connected is asked for first
		const [answerOld, answerNew] = held;
		assert.ok(answerOld && answerNew);
		cor.attachments.set(logo.id, [attachment(2), attachment(1)]);
		answerNew();
		await newer;
		cor.attachments.set(logo.id, [attachment(1)]); // what an old answer would tell
		answerOld();
		await new Promise(setImmediate);

		assert.deepEqual(await below(taskRow(logo.id)), [2, 1]);
		assert.equal(cor.asked.length, 2);
	});

	it('stay while they are read again, and then say in their place that the task has gone', async () => {
		cor.attachments.set(logo.id, [attachment(1)]);
		assert.deepEqual(await below(taskRow(logo.id)), [1]);
		let answer = (): void => assert.fail();
		cor.before = () => new Promise<void>(resolve => (answer = resolve));
		cor.attachments.delete(logo.id);
		tree.refresh();
		assert.deepEqual(await below(taskRow(logo.id)), [1]);
		const told = once(changes, 'change');
		answer();
		await told;
		assert.deepEqual(await below(taskRow(logo.id)), ['task-not-found']);
		const [row] = await tree.childrenOf(taskRow(logo.id));
		assert.ok(row);
		assert.equal(tree.itemOf(row).command, undefined); // to ask again would not help
	});

	it('are of one page of 5,000 attachments until more are wanted, each once though the pages shift', async () => {
		const all = Array.from({ length: 5_000 }, (_, index) => attachment(5_000 - index));
		cor.attachments.set(logo.id, all);
		const row = taskRow(logo.id);
		assert.deepEqual(await below(row), [...all.slice(0, pageSize).map(({ id }) => id), 'more']);
		cor.attachments.set(logo.id, [attachment(5_001), ...all]);
		await more(row);
		assert.deepEqual(await below(row), [...all.slice(0, 2 * pageSize - 1).map(({ id }) => id), 'more']);
		assert.deepEqual(
			cor.asked,
			[1, 2].map(page => `${logo.id} page ${page}`),
		);
	});

	it('are of some of 2,000 open tasks, by deadline, until more are wanted', async () => {
		cor.myTasks = Array.from({ length: 2_000 }, (_, index) => ({
			id: 10_000 + index,
			title: `Tarea ${index}`,
			deadline: new Date(Date.UTC(2030, 0, 1) - index * 86_400_000).toISOString(), // the latest come first
		}));
		const read = (count: number): readonly number[] =>
			cor.myTasks
				.slice(0, count)
				.map(({ id }) => id)
				.toReversed();
		const answered = async (questions: number): Promise<void> => {
			while (cor.asked.length < questions) {
				await once(changes, 'change');
			}
			await new Promise(setImmediate); // the last of them, too
		};
		const mine = await section('mine');
		await below(mine);
		await answered(1 + 4);
		assert.deepEqual(await below(mine), [...read(200).slice(0, 50), 'more']);
		assert.equal(cor.asked.length, 1 + 4); // one of them for those that I only work on
		for (let shown = 50; shown < 200; shown += 50) {
			await more(mine);
		}
		assert.deepEqual(await below(mine), [...read(200), 'more']);
		assert.equal(cor.asked.length, 1 + 4);
		await more(mine);
		await answered(1 + 8);
		assert.deepEqual(await below(mine), [...read(400).slice(0, 250), 'more']);
		assert.equal(cor.asked.length, 1 + 8);
	});

	it('are read again for the tasks alone of which the history is another', async () => {
		cor.attachments.set(logo.id, [attachment(1)]).set(script.id, []);
		await below(taskRow(logo.id));
		assert.deepEqual(await below(taskRow(script.id)), ['no-attachments']);
		cor.asked.length = 0;
		cor.attachments.set(script.id, [attachment(2)]);
		await history.add(entryOf(script.id, 2));

		await below(taskRow(logo.id));
		const [row] = await tree.childrenOf(taskRow(script.id));
		assert.ok(row?.kind === 'attachment');
		assert.equal(row.entry?.uri, 'file:///2');
		assert.deepEqual(cor.asked, [`${script.id} page 1`]);
	});

	it('are, on demand, of what was attached from here alone, without a question about my tasks', async () => {
		cor.attachments.set(logo.id, [attachment(2), attachment(1)]);
		await history.add(entryOf(logo.id, 1));
		await history.add(entryOf(4999, 7));
		tree.isFromHere = true;
		assert.deepEqual(
			(await sections()).map(each => each.section),
			['recent'],
		);
		assert.deepEqual(await below(await section('recent')), [logo.id, 4999]);
		assert.deepEqual(await below(taskRow(logo.id)), [1]);
		assert.deepEqual(await below(taskRow(4999)), ['past', 'task-not-found']);
	});

	function entryOf(taskId: number, attachmentId: number): HistoryEntry {
		return {
			apiUrl: requireApiUrl().href,
			taskId,
			taskTitle: `Tarea ${taskId}`,
			uri: `file:///${attachmentId}`,
			name: `pieza ${attachmentId}.txt`,
			attachmentId,
			rootId: attachmentId,
			size: 1,
			attachedAt: '2026-11-01T00:00:00.000Z',
		};
	}
});
