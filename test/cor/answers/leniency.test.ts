import assert from 'node:assert/strict';
import {
	readAttachmentPage,
	readDeletion,
	readTask,
	readTaskPage,
	readToken,
	readUploadAnswer,
} from '../../../src/cor/answers/answers.js';
import { toStatusError } from '../../../src/cor/answers/statuses.js';
import { answerOf } from '../kit/answer-of.js';

const answer = (value: unknown) => answerOf(JSON.stringify(value));
const listed = async (entry: object) => {
	const { attachments } = await readAttachmentPage(answer({ data: [{ id: 7, ...entry }] }));
	return attachments[0];
};
const whose = async (entry: object) => {
	const { tasks } = await readTaskPage(answer({ data: [{ id: 7, ...entry }] }));
	return tasks[0]?.whose;
};

describe("the leniency with which COR's answers are read", () => {
	for (const fields of [
		{ user_id: 9, attachment_parent_id: 8 },
		{ userId: '9', attachment_parent_id: '8' },
	]) {
		it(`takes ${JSON.stringify(fields)} for the same`, () => {
			const { stored } = readUploadAnswer(answer({ files: [{ id: '7', name: 'a', ...fields }] }));

			assert.deepEqual(stored, [{ id: 7, name: 'a', userId: 9, parentId: 8 }]);
		});
	}

	for (const originalname of [null, '', undefined]) {
		it(`takes the other name of a file where its first is ${JSON.stringify(originalname)}`, async () => {
			assert.equal((await listed({ originalname, name: 'b.pdf' }))?.name, 'b.pdf');
		});
	}

	it('takes for missing what is null or something else, and keeps the rest', () => {
		const wrong = { title: 'D', status: null, deadline: 7, project: [], client: 'C' };

		assert.deepEqual(readTask(answer({ id: 7, ...wrong })), { id: 7, title: 'D' });
	});

	it('takes a file for refused without a word', () => {
		const { refused } = readUploadAnswer(answer({ errors: [{ filename: 'a', message: '' }, { filename: 'b' }] }));

		assert.deepEqual(refused, [
			{ name: 'a', message: '' },
			{ name: 'b', message: '' },
		]);
	});

	for (const endless of [1.7e305, -1.7e305, '1e300']) {
		it(`takes a life of ${endless} seconds for missing`, () => {
			assert.equal(readToken(answer({ access_token: 'a', expires_in: endless }), 0).lifeMs, 3_600_000);
		});
	}

	it('keeps the entries of a list beside those that are something else', () => {
		const files = [null, 7, [], {}, { id: 0 }, { id: 7, name: 'a' }, 'x'];

		assert.deepEqual(readUploadAnswer(answer({ files })).stored, [{ id: 7, name: 'a' }]);
	});

	for (const no of [false, 0, '0', 'false']) {
		it(`takes ${JSON.stringify(no)} for a no: a file that is not available is hidden, an attachment not deleted`, async () => {
			assert.equal((await listed({ available: no }))?.isHidden, true);
			assert.equal((await whose({ archived: no }))?.archived, false);
			assert.equal(readDeletion(answer({ deleted: no })), false);
		});
	}

	for (const yes of [true, 1, '1', 'true']) {
		it(`takes ${JSON.stringify(yes)} for a yes: a task is archived, an attachment deleted`, async () => {
			assert.equal((await whose({ archived: yes }))?.archived, true);
			assert.equal((await listed({ available: yes }))?.isHidden, undefined);
			assert.equal(readDeletion(answer({ deleted: yes })), true);
		});
	}

	for (const other of [null, 2, 'x', {}, undefined]) {
		it(`takes ${JSON.stringify(other)} for neither: nothing is archived, hidden or deleted by it`, async () => {
			assert.equal((await whose({ archived: other }))?.archived, false);
			assert.equal((await listed({ available: other }))?.isHidden, undefined);
			assert.throws(() => readDeletion(answer({ deleted: other })), { kind: 'unreadable-answer' });
		});
	}

	it('knows the people of a task, up to 200', async () => {
		const people = Array.from({ length: 300 }, (_, index) => ({ id: String(index + 1) }));
		const { pmId, collaborators = [] } = (await whose({ pm: { id: '3' }, collaborators: people })) ?? {};

		assert.equal(pmId, 3);
		assert.deepEqual([collaborators.length, collaborators[0], collaborators.at(-1)], [200, { id: 1 }, { id: 200 }]);
	});

	for (const [complaint, kind] of [
		[{ message: 'exists validation failed on task_id' }, 'task-not-found'],
		[{ message: 'exists validation failed on attachment_parent_id' }, 'parent-missing'],
		[{ field: 'created_from', message: 'no such task_panel' }, 'rejected'],
	] as const) {
		it(`finds in the 417 ${JSON.stringify(complaint)} that it is ${kind}`, () => {
			const error = toStatusError({ status: 417, headers: new Headers(), body: answer([complaint]) }, 0);

			assert.equal(error.kind, kind);
		});
	}
});
