import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import * as vscode from 'vscode';
import type { Accounts } from '../../../src/editor/accounts/accounts.js';
import { attachAsked } from '../../../src/editor/flow/attach-asked.js';
import type { Parts } from '../../../src/editor/flow/parts.js';
import { formatBytes } from '../../../src/editor/messages/format.js';
import { pickTask } from '../../../src/editor/task/task-picker.js';
import { TaskMemory } from '../../../src/machine/memory/task-memory.js';
import type { Connection } from '../../../src/machine/sessions/connection.js';
import { KeptInMemory } from '../../machine/kit/kept-in-memory.js';
import { tasks } from '../../sandbox/seed.js';
import { useMemoryFiles } from '../kit/memory-files.js';
import { text } from '../kit/text.js';
import { useCor } from '../kit/use-cor.js';
import { useLooks } from '../kit/use-looks.js';
import { useWindows } from '../kit/use-windows.js';

describe('the pick of the task', function () {
	this.timeout(60_000); // a pick that waits for the folder never opens

	const real = globalThis.fetch;
	afterEach(() => {
		globalThis.fetch = real;
	});

	const cor = useCor();
	const windows = useWindows(cor);
	const looks = useLooks();
	const memory = useMemoryFiles();
	const shown = useShown();
	let accounts: Accounts;
	let parts: Parts;
	let answer: () => void;

	beforeEach(async () => {
		accounts = windows.open();
		await windows.signIn(accounts, windows.keyPair());
		const log = { info: () => {}, warn: () => {}, error: assert.fail } as unknown as Parts['log'];
		const tasks = new TaskMemory(new KeptInMemory(), new KeptInMemory(), assert.fail);
		const nothing = async () => {};
		const leftBehind = { archives: { sweep: nothing }, unfinished: { offer: nothing } };
		parts = { ...looks, ...leftBehind, accounts, memory: tasks, log } as unknown as Parts;
		const answered = new EventEmitter();
		const untilAnswered = once(answered, 'answer');
		answer = () => answered.emit('answer');
		memory.listing = () => untilAnswered;
	});

	/** What a pick knows when it opens, where there is no branch and no page of a task. */
	const known = (connection: Connection) => ({
		connection: Promise.resolve(connection),
		memory: parts.memory,
		hint: Promise.resolve(undefined),
		hintNow: undefined,
		isCorWeb: () => false,
		pageOf: () => undefined,
	});

	it('is open while the folder that was chosen is still read, and says how much it is once that is known', async () => {
		memory.write('/obra/a.txt', 'one');
		memory.write('/obra/b.txt', 'two');
		const opened = once(shown, 'pick');

		const attaching = attachAsked(parts, { uris: [memory.uriOf('/obra')] });

		const pick: vscode.QuickPick<vscode.QuickPickItem> = (await opened)[0];
		assert.ok(pick.title?.startsWith(text('Attach {0}', 'obra')), pick.title);
		const counted = text('Attach {0} files ({1})', 2, formatBytes(6));
		const isCounted = new Promise<void>(resolve => shown.on('title', title => title.startsWith(counted) && resolve()));
		answer();
		await isCounted;
		pick.hide();
		assert.equal(await attaching, undefined);
	});

	it('is sent to the editor before COR is asked anything: a first request holds this thread', async () => {
		const order: string[] = [];
		const asked = new EventEmitter();
		const isAsked = once(asked, 'fetch');
		globalThis.fetch = ((...args: Parameters<typeof fetch>) => {
			order.push('COR is asked');
			asked.emit('fetch');
			return real(...args);
		}) as typeof fetch;
		// The editor's own turn, in which it sends what was shown, is of this kind.
		shown.once('pick', () => setTimeout(() => order.push('the pick is sent')));
		const opened = once(shown, 'pick');
		const attaching = attachAsked(parts, { uris: [memory.write('/a.txt', 'one')] });
		const [pick] = await opened;
		await isAsked;
		pick.hide();
		assert.equal(await attaching, undefined);

		assert.deepEqual(order.slice(0, 2), ['the pick is sent', 'COR is asked']);
	});

	it('has a row for Enter again where the editor has dropped the highlight', async () => {
		await parts.memory.remember({ id: 4101, title: 'Guion' });
		globalThis.fetch = () => new Promise(() => {}); // an answer of COR would highlight a row, too
		const opened = once(shown, 'pick');
		const attaching = attachAsked(parts, { uris: [memory.write('/a.txt', 'one')] });
		const pick: vscode.QuickPick<vscode.QuickPickItem> = (await opened)[0];

		pick.activeItems = [];

		await untilHighlighted(pick, 0);
		await untilHighlighted(pick, 1);
		assert.ok(pick.busy, 'the answer that never comes is not waited for any more');
		pick.hide();
		assert.equal(await attaching, undefined);
	});

	it('leaves its rows as they are where an answer says what is known: a click or Enter just then would be lost', async () => {
		const connection = await windows.connected(accounts);
		const events = new EventEmitter();
		const isFree = once(events, 'free');
		const isAsked = once(events, 'asked');
		globalThis.fetch = (async (...args: Parameters<typeof fetch>) => {
			if (new Request(...args).url.endsWith('/v1/tasks/4101')) {
				events.emit('asked');
				await isFree;
			}
			return real(...args);
		}) as typeof fetch;
		const isListed = new Promise<void>(resolve =>
			shown.on('items', (rows: readonly vscode.QuickPickItem[]) => rows.length > 1 && resolve()),
		);
		const opened = once(shown, 'pick');
		const picking = pickTask({
			title: 'Attach',
			value: '',
			...known(connection),
		});
		const pick: vscode.QuickPick<vscode.QuickPickItem> = (await opened)[0];
		await isListed;
		pick.value = '4101';
		await isAsked;
		const rows = pick.items;
		const isIdle = new Promise<void>(resolve => shown.on('busy', isBusy => !isBusy && resolve()));

		events.emit('free');
		await isIdle;

		assert.ok(rows.some(({ description }) => description?.startsWith('#4101')));
		assert.equal(pick.items, rows);
		pick.hide();
		assert.equal((await picking).status, 'given-up');
	});

	it('goes on with what was chosen before signing in, although the editor reports its first text later', async () => {
		const task = tasks.find(({ id }) => id === 4101);
		assert.ok(task);
		const connection = await windows.connected(accounts);
		const reported = new EventEmitter();
		const isReported = once(reported, 'text');
		globalThis.fetch = (async (...args: Parameters<typeof fetch>) => {
			await isReported;
			return real(...args);
		}) as typeof fetch;
		const opened = once(shown, 'pick');
		const picking = pickTask({
			title: 'Attach',
			value: '#4101',
			chosen: { id: task.id, title: task.title },
			...known(connection),
		});
		const pick: vscode.QuickPick<vscode.QuickPickItem> = (await opened)[0];
		pick.onDidChangeValue(text => reported.emit('text', text));

		const picked = await picking;

		assert.deepEqual([picked.status, (await isReported)[0]], ['picked', '#4101']);
	});

	it('has the folder read no further when it is closed', async () => {
		memory.write('/obra/a.txt', 'one');
		memory.write('/obra/textos/b.txt', 'two');
		memory.listing = async () => {};
		const given = new EventEmitter();
		const asked = once(given, 'signal') as Promise<[AbortSignal | undefined]>;
		// The answer to the first question about the folder never comes: the reading stands there.
		const worker = {
			run: (_name: string, _input: unknown, _ms: number, signal?: AbortSignal) => {
				given.emit('signal', signal);
				return new Promise(() => {});
			},
		};
		parts = { ...parts, worker } as unknown as Parts;
		const opened = once(shown, 'pick');
		const attaching = attachAsked(parts, { uris: [memory.uriOf('/obra')] });
		const [signal] = await asked;
		const [pick] = await opened;
		assert.equal(signal?.aborted, false);

		pick.hide();

		assert.equal(await attaching, undefined);
		assert.equal(signal?.aborted, true);
	});

	it('closes where the folder holds nothing that goes along, which is said', async () => {
		memory.write('/obra/node_modules/a.js', 'one');
		const opened = once(shown, 'pick');
		const attaching = attachAsked(parts, { uris: [memory.uriOf('/obra')] });
		await opened;
		const told = once(shown, 'message');

		answer();

		const nothing = text('Nothing to attach: everything in the folder is skipped, for example because Git ignores it.');
		assert.equal((await told)[0], nothing);
		assert.equal(await attaching, undefined);
	});
});

/** Resolves when the editor says that so many rows are highlighted. */
async function untilHighlighted(pick: vscode.QuickPick<vscode.QuickPickItem>, count: number): Promise<void> {
	await new Promise<void>(resolve => pick.onDidChangeActive(rows => rows.length === count && resolve()));
}

/** For the suite around it: tells of picks that open (`pick`), of what is set in them, by its name, and of messages (`message`). */
function useShown(): EventEmitter {
	const shown = new EventEmitter();
	const { createQuickPick, showInformationMessage } = vscode.window;
	beforeEach(() => {
		shown.removeAllListeners();
		Object.assign(vscode.window, {
			createQuickPick: () => tellingOf(createQuickPick(), shown),
			showInformationMessage: async (message: string) => {
				shown.emit('message', message);
			},
		});
	});
	afterEach(() => {
		Object.assign(vscode.window, { createQuickPick, showInformationMessage });
	});
	return shown;
}

/** The same pick of the editor, which tells when it is shown and what is set in it. */
function tellingOf<Item extends vscode.QuickPickItem>(pick: vscode.QuickPick<Item>, shown: EventEmitter) {
	return new Proxy(pick, {
		get: (target, name) => {
			const value: unknown = Reflect.get(target, name, target);
			if (name === 'show') {
				return () => {
					target.show();
					shown.emit('pick', target);
				};
			}
			return typeof value === 'function' ? value.bind(target) : value;
		},
		set: (target, name, value) => {
			const isSet = Reflect.set(target, name, value, target);
			shown.emit(String(name), value);
			return isSet;
		},
	});
}
