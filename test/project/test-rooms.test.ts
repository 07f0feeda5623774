import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './kit/manifest.js';

/** The suites whose folders have the names of the rooms of `src`; `test/editor-plain` has those of the editor that need no `vscode`. */
const roomsOf = {
	attach: 'attach',
	cor: 'cor',
	machine: 'machine',
	editor: 'editor',
	'editor-plain': 'editor',
} as const;
/** The suites whose folders have names of their own. */
const ownRooms = ['bench', 'faults', 'fuzz', 'leaks', 'network', 'package', 'project', 'sandbox'] as const;
const helpers = new Set(['kit', 'runner']);
const mostFiles = 12;

describe('the rooms of the tests', () => {
	for (const [suite, area] of Object.entries(roomsOf)) {
		it(`of test/${suite} are rooms of src/${area}, beside the helpers' own`, () => {
			const unknown = foldersOf(suite).filter(room => !helpers.has(room) && !existsSync(join(root, 'src', area, room)));
			assert.deepEqual(unknown, []);
		});

		it(`of test/${suite} hold tests, and what helps them stands in kit`, () => {
			const beside = foldersOf(suite)
				.filter(room => !helpers.has(room))
				.flatMap(room => filesIn(join(suite, room)).filter(file => !file.endsWith('.test.ts')));
			assert.deepEqual(beside, []);
		});
	}

	for (const suite of [...Object.keys(roomsOf), ...ownRooms]) {
		it(`of test/${suite} hold ${mostFiles} files at most`, () => {
			const full = ['', ...foldersOf(suite)].filter(room => filesIn(join(suite, room)).length > mostFiles);
			assert.deepEqual(full, []);
		});
	}
});

function foldersOf(suite: string): readonly string[] {
	return readdirSync(join(root, 'test', suite), { withFileTypes: true })
		.filter(entry => entry.isDirectory())
		.map(({ name }) => name);
}

function filesIn(folder: string): readonly string[] {
	return readdirSync(join(root, 'test', folder), { withFileTypes: true })
		.filter(entry => entry.isFile())
		.map(({ name }) => name);
}
