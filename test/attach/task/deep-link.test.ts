import assert from 'node:assert/strict';
import { readDeepLink } from '../../../src/attach/task/deep-link.js';

describe('a link to the extension', () => {
	it('names a task by its number', () => {
		assert.deepEqual(readDeepLink('/attach', 'task=4101', ''), { status: 'attach', taskId: 4101 });
		assert.deepEqual(readDeepLink('/attach', 'task=999999999999999', ''), {
			status: 'attach',
			taskId: 999_999_999_999_999,
		});
	});

	for (const [path, query, fragment] of [
		['/', 'task=4101', ''],
		['/attach/', 'task=4101', ''],
		['/Attach', 'task=4101', ''],
		['/signOut', 'task=4101', ''],
		['/attach/../signOut', 'task=4101', ''],
		['/command:corAttachments.signOut', '', ''],
		['/attach', '', ''],
		['/attach', 'task=', ''],
		['/attach', 'task=0', ''],
		['/attach', 'task=-4101', ''],
		['/attach', 'task=04101', ''],
		['/attach', 'task=4101.5', ''],
		['/attach', 'task=4101e3', ''],
		['/attach', 'task=1000000000000000', ''],
		['/attach', 'task=%34101', ''],
		['/attach', 'task=4101%20', ''],
		['/attach', 'task=4101\n', ''],
		['/attach', 'task=４１０１', ''],
		['/attach', 'task=4101&task=4102', ''],
		['/attach', 'task=4101&uris=file:///etc/passwd', ''],
		['/attach', 'task=https://cor.works/tasks/4101', ''],
		['/attach', 'task=$(trash)[x](command:evil)', ''],
		['/attach', 'taskId=4101', ''],
		['/attach', 'task=4101', 'x'],
	] as const) {
		it(`is not followed as ${JSON.stringify(`${path}?${query}#${fragment}`)}`, () => {
			assert.equal(readDeepLink(path, query, fragment).status, 'refused');
		});
	}
});
