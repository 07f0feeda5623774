import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { gatherFiles, gitLimits } from '../../../src/editor/files/gather.js';
import { listFolder } from '../../../src/editor/folders/folders.js';
import { IgnoredByGit } from '../../../src/machine/git/ignored-by-git.js';
import { useMemoryFiles } from '../kit/memory-files.js';
import { useLooks } from '../kit/use-looks.js';

describe('the folders in a folder', () => {
	const looks = useLooks();
	const memory = useMemoryFiles();
	const names = Array.from({ length: 20 }, (_, index) => `/obra/${index}/a.txt`);

	const list = () =>
		listFolder(looks.worker, new IgnoredByGit(async () => undefined, gitLimits), memory.uriOf('/obra'));

	it('are listed many at a time, and come in the order of their names', async () => {
		for (const name of names) {
			memory.write(name, 'one');
		}
		const asked = new EventEmitter();
		const enough = once(asked, 'enough');
		let calls = 0;
		memory.listing = async () => {
			calls += 1;
			if (calls === 1) {
				return;
			}
			if (calls === 9) {
				asked.emit('enough');
			}
			await enough;
		};

		const { files } = await list();

		assert.deepEqual(
			files.map(({ relativePath }) => `/${relativePath}`),
			names,
		);
	});

	it('are left alone as soon as nobody wants the files any more', async () => {
		for (const name of names) {
			memory.write(name.replace('/obra/', '/obra/x/'), 'one');
		}
		const ended = new AbortController();
		let calls = 0;
		memory.listing = async () => {
			calls += 1;
			if (calls === 2) {
				ended.abort(new Error('given up'));
			}
		};

		const gathering = gatherFiles(looks.worker, [memory.uriOf('/obra')], 'shown', ended.signal);

		await assert.rejects(gathering, /given up/);
		assert.equal(calls, 2);
	});
});
