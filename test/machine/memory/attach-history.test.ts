import assert from 'node:assert/strict';
import type { HistoryEntry } from '../../../src/attach/plan/history.js';
import { AttachHistory } from '../../../src/machine/memory/attach-history.js';
import { KeptInMemory } from '../kit/kept-in-memory.js';

const key = 'corAttachments.history';

function entry(attachmentId: number): HistoryEntry {
	return {
		apiUrl: 'https://a.example/v1',
		taskId: 7,
		taskTitle: 'Logo',
		uri: 'file:///logo.png',
		name: 'logo.png',
		attachmentId,
		rootId: attachmentId,
		size: 3,
		attachedAt: '2026-01-01T00:00:00.000Z',
	};
}

describe('the stored history', () => {
	let warnings: string[] = [];
	const open = (kept: KeptInMemory, changed = () => {}) =>
		new AttachHistory(kept, message => warnings.push(message), changed);

	beforeEach(() => {
		warnings = [];
	});

	it('has another attachment in the place of one that is gone, at that address alone', async () => {
		const kept = new KeptInMemory();
		let changes = 0;
		const history = open(kept, () => {
			changes += 1;
		});
		const elsewhere = { ...entry(1), apiUrl: 'https://b.example/v1' };
		for (const each of [entry(1), entry(2), elsewhere]) {
			await history.add(each);
		}
		changes = 0;

		void history.add(entry(3));
		await history.replace(entry(1), { id: 9, name: 'logo-1.png' });

		const replaced = { ...entry(9), name: 'logo-1.png' };
		assert.deepEqual(open(kept).entries(), [entry(3), elsewhere, entry(2), replaced]);
		assert.equal(changes, 2);
	});

	it('has the latest first, an attachment once, and is there in the next window', async () => {
		const kept = new KeptInMemory();
		const history = open(kept);
		for (const id of [1, 2, 1]) {
			await history.add(entry(id));
		}

		assert.deepEqual(kept.all, { [key]: { version: 2, value: [entry(1), entry(2)] } });
		assert.deepEqual(open(kept).entries(), [entry(1), entry(2)]);
		assert.deepEqual(warnings, []);
	});

	it('of a newer version is left as it is: what is attached is known to this window', async () => {
		const newer = { [key]: { version: 3, value: [entry(1)] } };
		const kept = new KeptInMemory(newer);
		const history = open(kept);
		assert.deepEqual(history.entries(), []);

		await history.add(entry(2));
		await history.add(entry(3));

		assert.deepEqual(history.entries(), [entry(3), entry(2)]);
		assert.deepEqual(kept.all, newer);
		assert.equal(warnings.length, 1);
	});

	for (const stored of [{ version: 1 }, { version: 1, entries: [entry(1)] }, [entry(1)], 'x']) {
		it(`is renamed and not lost where it is ${JSON.stringify(stored).slice(0, 40)}`, async () => {
			const kept = new KeptInMemory({ [key]: stored });
			const history = open(kept);
			assert.deepEqual(history.entries(), []);

			await history.add(entry(3));

			assert.deepEqual(history.entries(), [entry(3)]);
			assert.deepEqual(kept.get(`${key}.broken`), [stored]);
			assert.equal(warnings.length, 1);
		});
	}

	it('that is broken in part is used as far as it is right, and the whole is kept', async () => {
		const stored = { version: 2, value: [entry(2), { ...entry(1), size: '3' }] };
		const kept = new KeptInMemory({ [key]: stored });
		const history = open(kept);
		await history.add(entry(3));

		assert.deepEqual(history.entries(), [entry(3), entry(2)]);
		assert.deepEqual(kept.get(`${key}.broken`), [stored]);
	});

	it('is written once for all files that end in the meantime, and tells of them before', async () => {
		let writes = 0;
		const kept = new (class extends KeptInMemory {
			override update(key: string, value: unknown): Promise<void> {
				writes += 1;
				return super.update(key, value);
			}
		})();
		const history = open(kept);
		const added = Array.from({ length: 100 }, (_, index) => history.add(entry(index + 1)));
		assert.equal(history.entries().length, 100);

		await Promise.all(added);

		assert.equal(writes, 1);
		assert.equal(history.entries()[0]?.attachmentId, 100);
		assert.equal(open(kept).entries().length, 100);
	});

	it('is forgotten with what was broken, and the view is told of each change', async () => {
		const kept = new KeptInMemory({ [key]: 'x' });
		let changes = 0;
		const history = open(kept, () => {
			changes += 1;
		});

		await history.add(entry(1));
		assert.deepEqual(Object.keys(kept.all).toSorted(), [key, `${key}.broken`]);
		await history.clear();

		assert.deepEqual(kept.all, {});
		assert.equal(changes, 2);
	});
});
