import assert from 'node:assert/strict';
import { isAsShown, type SeenTask } from '../../../src/editor/task/seen-task.js';

const task = { id: 4101, title: 'Logo', status: 'in_process', project: 'Invierno', client: 'Acme' };
const isAs = (shown: Partial<SeenTask>, told = task) => isAsShown(told, { ...task, ...shown });

describe('a task that COR tells once more', () => {
	it('is as somebody saw it where nothing is another', () => {
		assert.ok(isAs({}));
		assert.ok(isAs({ status: 'pending' }));
	});

	it('is another where its title, project or client is', () => {
		assert.ok(!isAs({ title: 'Logo 2' }));
		assert.ok(!isAs({ project: 'Verano' }));
		assert.ok(!isAs({ client: 'Otra' }));
	});

	it('is no other by what COR left out of one answer', () => {
		const { project: _project, client: _client, ...less } = task;
		assert.ok(isAsShown(less, task));
		assert.ok(isAsShown(task, less));
	});

	it('is another where its title was not told yet', () => {
		const { title: _title, ...untitled } = task;
		assert.ok(!isAsShown(task, untitled));
	});

	it('is another where it was finished since, and not where it was finished before', () => {
		const finished = { ...task, status: 'Finalizada' };
		assert.ok(!isAs({}, finished));
		assert.ok(isAs({ status: 'finalizada' }, finished));
		assert.ok(isAs({ status: 'finalizada' }));
	});
});
