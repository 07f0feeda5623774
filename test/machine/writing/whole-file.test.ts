import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { WholeFile } from '../../../src/machine/writing/whole-file.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';

const run = promisify(execFile);

describe('a file that appears whole or not at all', () => {
	let folder = '';
	let target = '';
	beforeEach(() => {
		folder = temporaryFolder();
		target = path.join(folder, 'informe.pdf');
	});
	afterEach(() => removeTemporaryFolder(folder));

	it('is there when it is whole, and nothing beside it', async () => {
		const file = new WholeFile(target);
		await file.write(Buffer.from('uno '));
		await file.write(Buffer.from('dos'));
		assert.ok(!readdirSync(folder).includes('informe.pdf'));
		await file.commit();

		assert.equal(readFileSync(target, 'utf8'), 'uno dos');
		assert.deepEqual(readdirSync(folder), ['informe.pdf']);
	});

	it('takes the place of another one in the end alone', async () => {
		writeFileSync(target, 'before');
		const file = new WholeFile(target);
		await file.write(Buffer.from('after'));
		assert.equal(readFileSync(target, 'utf8'), 'before');
		await file.commit();

		assert.equal(readFileSync(target, 'utf8'), 'after');
	});

	it('leaves all as it was where it is discarded', async () => {
		writeFileSync(target, 'before');
		const file = new WholeFile(target);
		await file.write(Buffer.from('half'));
		await file.discard();

		assert.equal(readFileSync(target, 'utf8'), 'before');
		assert.deepEqual(readdirSync(folder), ['informe.pdf']);
	});

	it('can be discarded where its place turned out to be none', async () => {
		mkdirSync(target);
		const file = new WholeFile(target);
		await assert.rejects(file.commit());
		await file.discard();

		assert.deepEqual(readdirSync(folder), ['informe.pdf']);
	});

	it('is refused in a folder that is not there', async () => {
		const file = new WholeFile(path.join(folder, 'none', 'a.txt'));
		await assert.rejects(file.write(Buffer.from('a')), /ENOENT/);
		await file.discard();
	});

	it('may be empty', async () => {
		const file = new WholeFile(target);
		await file.discard();
		assert.deepEqual(readdirSync(folder), []);

		await new WholeFile(target).commit();
		assert.equal(readFileSync(target, 'utf8'), '');
	});

	it('is no longer waited for where the disk does not answer, and leaves nothing once it does', async () => {
		const { open } = fs;
		let answer = (): void => {};
		const answered = new Promise<void>(resolve => {
			answer = resolve;
		});
		fs.open = async (...args) => {
			await answered;
			return open(...args);
		};
		const file = new WholeFile(target);
		const writing = file.write(Buffer.from('a')).catch(() => undefined);
		fs.open = open;

		await file.discard(1);
		answer();
		await writing;
		await file.discard();

		assert.deepEqual(readdirSync(folder), []);
	});

	it('leaves nothing where the process ends in the middle', async () => {
		const module = path.join(__dirname, '../../../src/machine/writing/whole-file.ts');
		const script = `
			const { WholeFile } = require(${JSON.stringify(module)});
			new WholeFile(${JSON.stringify(target)}).write(Buffer.from('half')).then(() => {
				process.stdout.write(require('node:fs').readdirSync(${JSON.stringify(folder)}).join());
				process.exit(0);
			});`;
		const { stdout } = await run(process.execPath, ['--import', 'tsx', '--eval', script]);

		assert.match(stdout, /^\.cor-\w+\.part$/);
		assert.deepEqual(readdirSync(folder), []);
	});
});
