import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { HistoryEntry } from '../../../src/attach/plan/history.js';
import { AccountChoice } from '../../../src/machine/memory/account-choice.js';
import { AttachHistory } from '../../../src/machine/memory/attach-history.js';
import { TaskMemory } from '../../../src/machine/memory/task-memory.js';
import { isNumber, isOf, isText, nearJson, type Shape } from '../../attach/kit/drawn-values.js';
import { KeptInMemory } from '../kit/kept-in-memory.js';

const task = { id: 7, title: 'Logo', project: 'Marca', client: 'Acme' };
const taskShape: Shape = { id: Number.isSafeInteger, title: isText, 'project?': isText, 'client?': isText };
const entry: HistoryEntry = {
	apiUrl: 'https://a.example/v1',
	taskId: 7,
	taskTitle: 'Logo',
	uri: 'file:///logo.png',
	name: 'logo.png',
	attachmentId: 12,
	rootId: 10,
	version: 2,
	size: 3,
	sha256: 'ab',
	attachedAt: '2026-01-01T00:00:00.000Z',
};
const entryShape: Shape = {
	apiUrl: isText,
	taskId: isNumber,
	taskTitle: isText,
	uri: isText,
	name: isText,
	attachmentId: isNumber,
	rootId: isNumber,
	'version?': isNumber,
	size: isNumber,
	'sha256?': isText,
	attachedAt: isText,
};
const apiUrl = new URL('https://a.example/v1');

/** Of each thing that is kept: what is right, how it is read, and of what type it is. */
const kept: Readonly<Record<string, readonly [right: unknown, read: (kept: KeptInMemory) => unknown, shape: Shape]>> = {
	'corAttachments.history': [
		{ version: 2, value: [entry, entry] },
		store =>
			new AttachHistory(
				store,
				() => {},
				() => {},
			).entries(),
		[entryShape],
	],
	'corAttachments.recentTasks': [
		{ version: 1, value: [task, task] },
		store => new TaskMemory(store, store, () => {}).recent(),
		[taskShape],
	],
	'corAttachments.pinnedTasks': [
		{ version: 1, value: [task, task] },
		store => new TaskMemory(store, store, () => {}).pinned(),
		[taskShape],
	],
	'corAttachments.taskPages': [
		{ version: 1, value: 'https://acme.cor.works/tasks' },
		store => new TaskMemory(store, store, () => {}).taskPages(),
		pages => pages === undefined || (isText(pages) && /^https?:$/.test(new URL(String(pages)).protocol)),
	],
	'corAttachments.accounts': [
		{ version: 1, value: { [apiUrl.href]: '501', 'https://b.example/': '502' } },
		store => new AccountChoice(store, () => {}).at(apiUrl),
		id => id === undefined || isText(id),
	],
};

describe('what is kept', () => {
	for (const [key, [right, read, shape]] of Object.entries(kept)) {
		it(`as ${key} is of its type when it is read, whatever is stored`, () => {
			fc.assert(
				fc.property(nearJson(right), stored => {
					const found = read(new KeptInMemory({ [key]: stored }));
					assert.ok(isOf(shape, found), JSON.stringify(found));
				}),
				{ numRuns: 500 },
			);
		});
	}

	it('of entries of the history is used as far as it is right', () => {
		const store = new KeptInMemory({
			'corAttachments.history': { version: 2, value: [{ ...entry, size: '3' }, entry] },
		});
		assert.deepEqual(
			new AttachHistory(
				store,
				() => {},
				() => {},
			).entries(),
			[entry],
		);
	});

	it('of choices of an account is used as far as it is right, and the whole is kept', async () => {
		const stored = { version: 1, value: { [apiUrl.href]: '501', 'https://b.example/': 502 } };
		const store = new KeptInMemory({ 'corAttachments.accounts': stored });
		const choice = new AccountChoice(store, () => {});
		assert.equal(choice.at(apiUrl), '501');
		await choice.set(apiUrl, '503');
		assert.deepEqual(store.all, {
			'corAttachments.accounts': { version: 1, value: { [apiUrl.href]: '503' } },
			'corAttachments.accounts.broken': [stored],
		});
	});
});
