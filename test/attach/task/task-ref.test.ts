import assert from 'node:assert/strict';
import { readTaskRef } from '../../../src/attach/task/task-ref.js';
import { isCorWeb } from '../../../src/cor/http/endpoint.js';

const webUrl = new URL('http://127.0.0.1:4180/');
const read = (input: string) => readTaskRef(input, url => isCorWeb(url, webUrl));
const task = (id: number, pages?: string) => ({ status: 'task', ref: pages === undefined ? { id } : { id, pages } });
const notATask = (why: string) => ({ status: 'not-a-task', why });

describe('the task that somebody names', () => {
	for (const input of ['4101', '#4101', '  4101\n', '\t#4101 ', '0004101']) {
		it(`is the number in ${JSON.stringify(input)}`, () => {
			assert.deepEqual(read(input), task(4101));
		});
	}

	it('may have the largest number that a computer counts exactly', () => {
		assert.deepEqual(read('9007199254740991'), task(9_007_199_254_740_991));
	});

	for (const [input, id, pages] of [
		['https://acme.cor.works/tasks/77', 77, 'https://acme.cor.works/tasks'],
		['https://acme.cor.works/tasks/77/', 77, 'https://acme.cor.works/tasks'],
		['  acme.cor.works/tasks/77 ', 77, 'https://acme.cor.works/tasks'],
		['https://app.projectcor.com/es/task/77/files?x=1#top', 77, 'https://app.projectcor.com/es/task'],
		['https://cor.works/task/77', 77, 'https://cor.works/task'],
		['http://127.0.0.1:4180/tasks/77', 77, 'http://127.0.0.1:4180/tasks'],
		['HTTPS://ACME.COR.WORKS/tasks/77', 77, 'https://acme.cor.works/tasks'],
		['https://acme.cor.works/projects/12/tasks/77', 77, 'https://acme.cor.works/projects/12/tasks'],
	] as const) {
		it(`is in the path of ${JSON.stringify(input)}, whose pages are remembered`, () => {
			assert.deepEqual(read(input), task(id, pages));
		});
	}

	for (const input of [
		'https://acme.cor.works/#/tasks/77',
		'https://acme.cor.works/app#/projects/12/task/77?tab=files',
		'https://acme.cor.works/board?task=77',
		'https://acme.cor.works/board?archived=2&task_id=77',
		'https://acme.cor.works/projects/12/dashboard?taskId=77',
		'https://acme.cor.works/#board?task_log_id=77',
		'https://acme.cor.works/#task=77',
	]) {
		it(`is in the hash or query of ${input}, which tells no pages`, () => {
			assert.deepEqual(read(input), task(77));
		});
	}

	it('is the one in the path where hash and query name others', () => {
		assert.deepEqual(read('https://acme.cor.works/tasks/1?task=2#/tasks/3'), task(1, 'https://acme.cor.works/tasks'));
		assert.deepEqual(read('https://acme.cor.works/?task=2#/tasks/3'), task(3));
	});

	for (const [input, why] of [
		['', 'empty'],
		['   ', 'empty'],
		['0', 'not-a-number'],
		['#0', 'not-a-number'],
		['9007199254740992', 'not-a-number'],
		['9'.repeat(400), 'not-a-number'],
		['-5', 'not-a-number'],
		['12.5', 'other-host'],
		['1e3', 'not-a-number'],
		['##5', 'not-a-number'],
		['4101 4102', 'not-a-number'],
		['٤١٠١', 'not-a-number'],
		['revisar el diseño', 'not-a-number'],
		['https://', 'not-a-number'],
		['https://acme.cor.works/tasks/0', 'not-a-number'],
		['https://acme.cor.works/tasks/99999999999999999999', 'not-a-number'],
		['https://acme.cor.works/projects/12/dashboard?archived=2', 'project-address'],
		['https://acme.cor.works/#/project/12', 'project-address'],
		['https://acme.cor.works/tasks/', 'no-task-in-address'],
		['https://acme.cor.works/tasks/new', 'no-task-in-address'],
		['https://acme.cor.works/', 'no-task-in-address'],
		['https://acme.cor.works/board?task=all', 'no-task-in-address'],
		['https://example.com/tasks/77', 'other-host'],
		['example.com/tasks/77', 'other-host'],
		['https://acme.cor.works.example.com/tasks/77', 'other-host'],
		['https://evilcor.works/tasks/77', 'other-host'],
		['https://acme.cor.works@example.com/tasks/77', 'other-host'],
		['http://127.0.0.1:4181/tasks/77', 'other-host'],
		['ftp://acme.cor.works/tasks/77', 'other-host'],
		['javascript://acme.cor.works/tasks/77', 'other-host'],
	] as const) {
		it(`is not in ${JSON.stringify(input.slice(0, 60))}: ${why}`, () => {
			assert.deepEqual(read(input), notATask(why));
		});
	}
});
