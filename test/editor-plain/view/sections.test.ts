import assert from 'node:assert/strict';
import type { HistoryEntry } from '../../../src/attach/plan/history.js';
import { divideIntoSections, sectionIds } from '../../../src/editor/view/tree/sections.js';

const task = (id: number, title = `Tarea ${id}`) => ({ id, title });

function attached(taskId: number): HistoryEntry {
	return {
		apiUrl: 'https://a.example/v1',
		taskId,
		taskTitle: `Adjuntada ${taskId}`,
		uri: 'file:///logo.png',
		name: 'logo.png',
		attachmentId: taskId * 10,
		rootId: taskId * 10,
		size: 1,
		attachedAt: '2026-11-01T00:00:00.000Z',
	};
}

const nothing = { branch: undefined, pinned: [], recent: [], history: [], mine: [] };

function idsOf(...given: Parameters<typeof divideIntoSections>) {
	const divided = divideIntoSections(...given);
	return sectionIds.map(section => divided[section].map(({ id }) => id));
}

describe('a task of the view', () => {
	it('stands once, in the first section that fits', () => {
		const origins = {
			branch: task(1),
			pinned: [task(1), task(2)],
			recent: [task(2), task(3), task(1)],
			history: [attached(3), attached(4), attached(4)],
			mine: [task(4), task(3), task(5)],
		};
		assert.deepEqual(idsOf(origins), [[1], [2], [3, 4], [5]]);
	});

	it('is recent, after those that were used last, if only the history knows it', () => {
		const { recent } = divideIntoSections({ ...nothing, recent: [task(3)], history: [attached(4)] });
		assert.deepEqual(recent, [task(3), task(4, 'Adjuntada 4')]);
	});

	it('is left out of every section if it is not to be shown', () => {
		const origins = { ...nothing, branch: task(1), pinned: [task(2)], recent: [task(1), task(3)], mine: [task(2)] };
		assert.deepEqual(
			idsOf(origins, id => id === 3),
			[[], [], [3], []],
		);
	});
});
