import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { Removable } from '../../../src/attach/arrival/removable.js';
import type { PlannedFile } from '../../../src/attach/plan/plan.js';
import { send, unmatched } from '../../../src/attach/plan/stages.js';
import { tellAndGoOn } from '../../../src/editor/flow/attach.js';
import type { Parts } from '../../../src/editor/flow/parts.js';
import { removeAttached } from '../../../src/editor/late/remove-attached.js';
import { UploadQueue } from '../../../src/editor/sending/upload-queue.js';
import type { AttachmentsView } from '../../../src/editor/view/attachments-view.js';
import { viewCommands } from '../../../src/editor/view/view-commands.js';
import { AttachHistory } from '../../../src/machine/memory/attach-history.js';
import { TaskMemory } from '../../../src/machine/memory/task-memory.js';
import type { Connection } from '../../../src/machine/sessions/connection.js';
import { KeptInMemory } from '../../machine/kit/kept-in-memory.js';
import { collaborator, mainUser } from '../../sandbox/seed.js';
import { useShownMessages } from '../kit/person.js';
import { type TextKey, text } from '../kit/text.js';
import { useCor } from '../kit/use-cor.js';
import { useWindows } from '../kit/use-windows.js';

const task = { id: 4101, title: 'Diseño de la campaña de invierno' };
const onTask = `#4101 ${task.title}`;

const list = `/v1/tasks/${task.id}/attachments`;

describe('what was attached and is taken back', () => {
	const cor = useCor();
	const windows = useWindows(cor);
	let pressed: readonly TextKey[] = [];
	let whenAsked: () => Promise<unknown>;
	let isRead: boolean;
	const told = new EventEmitter();
	const shown = useShownMessages(async ({ message, buttons, detail }) => {
		await (detail === undefined ? undefined : whenAsked());
		told.emit('message', message);
		if (detail === undefined && !isRead) {
			return new Promise(() => {});
		}
		return buttons.find(button => pressed.some(key => text(key) === button));
	});
	let connection: Connection;
	let parts: Parts;

	beforeEach(async () => {
		pressed = ['Remove', 'Undo'];
		whenAsked = async () => undefined;
		isRead = true;
		const accounts = windows.open();
		await windows.signIn(accounts, windows.keyPair());
		connection = await windows.connected(accounts);
		const note = () => undefined;
		parts = {
			accounts,
			queue: new UploadQueue(),
			history: new AttachHistory(new KeptInMemory(), assert.fail, note),
			memory: new TaskMemory(new KeptInMemory(), new KeptInMemory(), assert.fail),
			log: { info: note, warn: note, error: note },
		} as unknown as Parts;
	});

	/** Puts a file on the task; as whoever attached it would remove it. */
	const place = async (name: string, parentId?: number, user = mainUser): Promise<Removable> => {
		const id = await cor.sandbox.place(task.id, {
			user,
			name,
			bytes: Buffer.from(name),
			...(parentId && { parentId }),
		});
		return { id, name, currentId: id, ...(parentId !== undefined && { parentId }) };
	};
	const remove = async (...wanted: readonly Removable[]) => {
		await removeAttached(parts, { connection, task }, wanted);
		return shown.at(-1)?.message;
	};
	const stored = () => cor.sandbox.attachments(task.id).flatMap(root => [root, ...root.versions].map(({ id }) => id));
	const deletions = () => cor.sandbox.requests.filter(({ method }) => method === 'DELETE').length;

	it('goes after a question that has the safe answer first, and says what COR leaves open', async () => {
		const [a, b] = [await place('a.txt'), await place('b.txt')];
		const c = await place('c.txt');
		pressed = [];
		await remove(a, b);
		assert.deepEqual(shown, [
			{
				message: text('Remove {0} files from {1}?', 2, onTask),
				buttons: [text('Keep'), text('Remove')],
				detail: ['a.txt', 'b.txt', text('This may be permanent and may remove its other versions.')].join('\n'),
			},
		]);
		assert.equal(deletions(), 0);

		pressed = ['Remove'];
		const said = await remove(a, b);

		assert.equal(said, text('{0} files were removed from {1}: {2}.', 2, onTask, 'a.txt, b.txt'));
		assert.deepEqual(stored(), [c.id]);
	});

	it('is asked about and removed once, however often it was selected', async () => {
		const a = await place('a.txt');

		assert.equal(await remove(a, { ...a }), text('{0} was removed from {1}.', 'a.txt', onTask));
		assert.deepEqual([shown[0]?.message, deletions()], [text('Remove {0} from {1}?', 'a.txt', onTask), 1]);
	});

	it('is a version only where the list shows it; the one before stays', async () => {
		const first = await place('a.txt');
		assert.equal(await remove(await place('a.txt', first.id)), text('{0} was removed from {1}.', 'a.txt', onTask));

		assert.deepEqual(stored(), [first.id]);
	});

	it('stays where a colleague has added a version meanwhile, to it or instead of it', async () => {
		const [a, b] = [await place('a.txt'), await place('b.txt')];
		const ours = await place('b.txt', b.id);
		whenAsked = async () => {
			await place('a.txt', a.id, collaborator);
			await place('b.txt', b.id, collaborator);
		};
		const said = await remove(a, ours);

		assert.equal(said, text('Not removed, because a newer version was added: {0}.', 'a.txt, b.txt'));
		assert.deepEqual([stored().length, deletions()], [5, 0]);
	});

	it('stays where a colleague has added a version since, or nobody can tell, while others were removed', async () => {
		const [a, b, c] = [await place('a.txt'), await place('b.txt'), await place('c.txt')];
		const { client } = connection;
		const { deleteAttachment } = client;
		client.deleteAttachment = async (...args) => {
			await place('b.txt', b.id, collaborator);
			return deleteAttachment.apply(client, args);
		};
		await removeAttached(parts, { connection, task }, [a, b], -1);
		assert.equal(
			shown.at(-1)?.message,
			[
				text('{0} was removed from {1}.', 'a.txt', onTask),
				text('Not removed, because a newer version was added: {0}.', 'b.txt'),
			].join(' '),
		);

		client.deleteAttachment = deleteAttachment;
		const { readAttachments } = client;
		let reads = 0;
		client.readAttachments = async (...args) => {
			reads += 1;
			return reads === 2 ? Promise.reject(new Error('no list')) : readAttachments.apply(client, args);
		};
		await removeAttached(parts, { connection, task }, [c], -1);
		assert.equal(shown.at(-1)?.message, text('Not removed, because newer versions may exist: {0}.', 'c.txt'));
		assert.ok(stored().includes(b.id) && stored().includes(c.id));
	});

	it('stays where COR does not tell which version is the newest', async () => {
		cor.sandbox.set({ variants: { currentVersions: 'absent' } });

		const said = await remove(await place('a.txt'));

		assert.equal(said, text('Not removed, because newer versions may exist: {0}.', 'a.txt'));
		assert.equal(deletions(), 0);
	});

	it('is left alone where the task cannot be read', async () => {
		const a = await place('a.txt');
		cor.sandbox.set({ variants: { listStatus: '500-null' } });

		assert.ok((await remove(a))?.startsWith(text('Nothing was removed from {0}. {1}', onTask, '')));
		assert.equal(deletions(), 0);
	});

	it('is told to be gone where somebody else was faster', async () => {
		const a = await place('a.txt');
		cor.sandbox.set({ variants: { deletion: 'gone' } });

		assert.equal(
			await remove(a, { id: 1, name: 'x', currentId: 1 }),
			text('No longer on {0}: {1}.', onTask, 'a.txt, x'),
		);
	});

	it('is not called removed where COR says that it deleted nothing', async () => {
		const a = await place('a.txt');
		cor.sandbox.set({ variants: { deletion: 'not-deleted' } });

		const notConfirmed = text("COR didn't confirm the removal. Check if {0} still has {1}.", onTask, 'a.txt');
		assert.equal(await remove(a), `${notConfirmed} ${text('COR refused it without giving a reason.')}`);
	});

	it('is told with the reason where COR refuses one of several', async () => {
		const [a, b] = [await place('a.txt'), await place('b.txt')];
		cor.sandbox.failNext({ method: 'DELETE', path: list }, { kind: 'status', status: 403, body: null });

		assert.equal(
			await remove(a, b),
			[
				text('{0} was removed from {1}.', 'b.txt', onTask),
				text("COR didn't confirm the removal. Check if {0} still has {1}.", onTask, 'a.txt'),
				text("Your COR role doesn't allow this. Ask your COR admin."),
			].join(' '),
		);
		assert.deepEqual(stored(), [a.id]);
	});

	it('is removed where the list shows it, whatever COR answered', async () => {
		const a = await place('a.txt');
		const { deleteAttachment } = connection.client;
		connection.client.deleteAttachment = async (...args) => {
			await deleteAttachment.apply(connection.client, args);
			throw new Error('the connection broke');
		};

		assert.equal(await remove(a), text('{0} was removed from {1}.', 'a.txt', onTask));
	});

	it('is only said to be removed where the list cannot be read afterwards', async () => {
		const a = await place('a.txt');
		const { deleteAttachment } = connection.client;
		connection.client.deleteAttachment = async (...args) => {
			cor.sandbox.failNext({ method: 'GET', path: list }, { kind: 'status', status: 500, body: null });
			return deleteAttachment.apply(connection.client, args);
		};

		assert.equal(
			await remove(a),
			text("COR confirmed the removal from {0}, but its list doesn't prove it: {1}.", onTask, 'a.txt'),
		);
	});

	it('goes from the view, task by task, whether or not somebody closes what is told of it', async () => {
		const other = { id: 4102, title: 'Otra' };
		const rows: unknown[] = [];
		for (const to of [task, other]) {
			const id = await cor.sandbox.place(to.id, { user: mainUser, name: 'a.txt', bytes: Buffer.from('a') });
			rows.push({ kind: 'attachment', task: to, listed: { id, name: 'a.txt', currentVersionId: id } });
		}
		const refreshed: number[] = [];
		const view = { gave: () => true, refresh: (id: number) => refreshed.push(id) } as unknown as AttachmentsView;
		isRead = false;
		await viewCommands(parts, view)['corAttachments.deleteAttachment']?.(rows[0], rows);

		assert.deepEqual(
			shown.map(({ message }) => message),
			[onTask, `#4102 ${other.title}`].flatMap(to => [
				text('Remove {0} from {1}?', 'a.txt', to),
				text('{0} was removed from {1}.', 'a.txt', to),
			]),
		);
		assert.deepEqual(refreshed, [task.id, other.id]);
	});

	it('is offered with the result of its batch, and is exactly what that attached', async () => {
		const before = await place('a.txt');
		const ours = await place('a.txt');
		const file: PlannedFile = { uri: 'file:///a.txt', relativePath: 'a.txt', name: 'a.txt', size: 5 };
		await parts.history.add({
			...{ apiUrl: cor.sandbox.apiUrl, taskId: task.id, taskTitle: task.title, uri: file.uri, name: file.name },
			...{ attachmentId: ours.id, rootId: ours.id, size: 5, attachedAt: new Date().toISOString() },
		});
		const end = { status: 'attached', attachment: { id: ours.id, name: 'a.txt' } } as const;
		const outcomes = [{ file: send(unmatched({ ...file, doubts: [] })), end, tookMs: 0 }];
		const sent = { connection, outcomes, doubtful: new Map(), journal: undefined };
		tellAndGoOn(parts, { kind: 'result', task, fields: {}, sent, isSecondLook: false });
		while (shown.length < 3) {
			await once(told, 'message');
		}

		assert.deepEqual(shown[0]?.buttons, [text('Open Task'), text('Copy Summary'), text('Undo')]);
		assert.equal(shown[2]?.message, text('{0} was removed from {1}.', 'a.txt', onTask));
		assert.deepEqual([stored(), parts.history.entries()], [[before.id], []]);
	});
});
