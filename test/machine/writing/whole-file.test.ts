import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { WholeFile } from '../../../src/machine/writing/whole-file.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';

describe('a file that appears whole or not at all', () => {
	let folder = '';
	let target = '';
	beforeEach(() => {
		folder = temporaryFolder();
		target = path.join(folder, 'informe.pdf');
	});
	afterEach(() => removeTemporaryFolder(folder));

	it('is there when it is whole, and nothing beside it', async () => {
		const file = await WholeFile.begin(target);
		await file.write(Buffer.from('uno '));
		await file.write(Buffer.from('dos'));
		assert.ok(!readdirSync(folder).includes('informe.pdf'));
		await file.commit();

		assert.equal(readFileSync(target, 'utf8'), 'uno dos');
		assert.deepEqual(readdirSync(folder), ['informe.pdf']);
	});

	it('takes the place of another one in the end alone', async () => {
		writeFileSync(target, 'before');
		const file = await WholeFile.begin(target);
		await file.write(Buffer.from('after'));
		assert.equal(readFileSync(target, 'utf8'), 'before');
		await file.commit();

		assert.equal(readFileSync(target, 'utf8'), 'after');
	});

	it('leaves all as it was where it is discarded', async () => {
		writeFileSync(target, 'before');
		const file = await WholeFile.begin(target);
		await file.write(Buffer.from('half'));
		await file.discard();

		assert.equal(readFileSync(target, 'utf8'), 'before');
		assert.deepEqual(readdirSync(folder), ['informe.pdf']);
	});

	it('can be discarded where its place turned out to be none', async () => {
		mkdirSync(target);
		const file = await WholeFile.begin(target);
		await assert.rejects(file.commit());
		await file.discard();

		assert.deepEqual(readdirSync(folder), ['informe.pdf']);
	});

	it('is refused in a folder that is not there', async () => {
		await assert.rejects(WholeFile.begin(path.join(folder, 'none', 'a.txt')), /ENOENT/);
	});
});
