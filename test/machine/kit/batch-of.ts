import type { JournaledBatch } from '../../../src/attach/journal/journal-lines.js';

/** A batch of so many files for a task with that title. */
export function batchOf(count: number, title = 'Diseño', createdAt = new Date()): Omit<JournaledBatch, 'id'> {
	const files = Array.from({ length: count }, (_, index) => ({
		uri: `file:///w/${index}.txt`,
		name: `${index}.txt`,
		relativePath: `${index}.txt`,
		size: 1,
	}));
	return {
		createdAt: createdAt.toISOString(),
		apiUrl: 'https://api.example/v1',
		task: { id: 4101, title },
		fields: {},
		files,
	};
}
