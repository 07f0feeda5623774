import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { readFileSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import type { Doubt } from '../../../src/attach/doubts.js';
import type { CorError } from '../../../src/attach/errors.js';
import type { CheckedFile } from '../../../src/attach/plan/stages.js';
import { gatherFiles } from '../../../src/editor/files/gather.js';
import { checkFiles } from '../../../src/editor/files/guard.js';
import { guardedPart } from '../../../src/editor/files/guarded-part.js';
import { type LookParts, Looks } from '../../../src/editor/files/looks.js';
import { BoundedWorker } from '../../../src/machine/worker/bounded-worker.js';
import { draw, privateKey } from '../../attach/kit/made-up-secrets.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import { text } from '../kit/text.js';
import { arrived, sha256, useCor } from '../kit/use-cor.js';
import { useLooks } from '../kit/use-looks.js';
import { workspaceFolder } from '../kit/workspace.js';

const taskId = 4101;
const becameSecret = text('It changed before it was sent and may now contain a secret. Review it again.');
const becameOutside = text('It is now outside the workspace. Review it again.');

describe('what leaves', () => {
	const cor = useCor();
	const parts = useLooks();
	let inside: string;
	const at = (name: string) => path.join(inside, name);
	beforeEach(() => {
		inside = temporaryFolder(workspaceFolder().fsPath);
	});
	afterEach(() => removeTemporaryFolder(inside));

	const check = async (with_: LookParts, ...names: readonly string[]): Promise<readonly CheckedFile[]> => {
		const { files } = await gatherFiles(
			parts.worker,
			names.map(name => vscode.Uri.file(at(name))),
			'saved',
		);
		return checkFiles(with_, files, 1_000_000);
	};
	const checkOne = async (name: string): Promise<CheckedFile> => {
		const [file] = await check(parts, name);
		assert.ok(file);
		return file;
	};
	/** What would leave of a file, or why nothing does. */
	const leaving = async (file: CheckedFile, looks = new Looks(parts)): Promise<string> => {
		try {
			const part = await guardedPart(file, looks);
			try {
				return Buffer.concat(await part.open().toArray()).toString();
			} finally {
				await part.close?.();
			}
		} catch (error) {
			return (error as CorError).kind;
		}
	};
	const kinds = (file: CheckedFile | undefined) => file?.doubts.map(({ kind }) => kind);
	/** Other contents of the same size and time. */
	const swapFor = async (name: string, contents: string) => {
		const { atime, mtime } = await stat(at(name));
		writeFileSync(at(name), contents);
		utimesSync(at(name), atime, mtime);
	};

	it('is not a secret that came into a file while COR answered, with the size and time of what was looked at', async () => {
		const secret = `token ghp_${draw(36)}`;
		writeFileSync(at('a.txt'), 'x'.repeat(secret.length));
		writeFileSync(at('b.txt'), 'b');
		const events = new EventEmitter();
		cor.sandbox.failNext(
			{ method: 'GET', path: /attachments$/ },
			{ kind: 'late', until: once(events, 'swapped'), onHeld: () => events.emit('held') },
		);
		const held = once(events, 'held');
		const uris = ['a.txt', 'b.txt'].map(name => vscode.Uri.file(at(name)));
		const attaching = cor.attach({ taskId, uris, options: { onExisting: 'newVersion' } });
		await Promise.race([held, attaching]);
		await swapFor('a.txt', secret);
		events.emit('swapped');

		const { outcomes } = await attaching;

		assert.deepEqual(
			outcomes.map(({ name, status, reason }) => [name, status, reason]),
			[
				['a.txt', 'failed', becameSecret],
				['b.txt', 'attached', undefined],
			],
		);
		assert.deepEqual(arrived(cor.sandbox, taskId), { 'b.txt': sha256('b') });
	});

	it('is not what lies behind a link that was put in place of a file while COR answered', async () => {
		const outside = await cor.write('privado.txt', 'a');
		writeFileSync(at('a.txt'), 'a');
		const events = new EventEmitter();
		cor.sandbox.failNext(
			{ method: 'GET', path: /attachments$/ },
			{ kind: 'late', until: once(events, 'swapped'), onHeld: () => events.emit('held') },
		);
		const held = once(events, 'held');
		const uris = [vscode.Uri.file(at('a.txt'))];
		const attaching = cor.attach({ taskId, uris, options: { onExisting: 'newVersion' } });
		await Promise.race([held, attaching]);
		rmSync(at('a.txt'));
		symlinkSync(outside.fsPath, at('a.txt'));
		events.emit('swapped');

		const { outcomes } = await attaching;

		assert.deepEqual(
			outcomes.map(({ status, reason }) => [status, reason]),
			[['failed', becameOutside]],
		);
		assert.equal(cor.uploads(), 0);
	});

	it('is what a changed file holds by now, where nothing about that needs a word', async () => {
		writeFileSync(at('a.txt'), 'before');
		const file = await checkOne('a.txt');
		writeFileSync(at('a.txt'), 'and after');

		assert.equal(await leaving(file), 'and after');
	});

	it('is not a file that has come to lie where secrets do, or under such a name', async () => {
		writeFileSync(at('.npmrc'), 'save-exact=true');
		writeFileSync(at('a.txt'), 'save-exact=true');
		const file = await checkOne('a.txt');
		assert.deepEqual(kinds(file), []);
		rmSync(at('a.txt'));
		symlinkSync('.npmrc', at('a.txt'));

		assert.equal(await leaving(file), 'became-secret');
	});

	it('is a secret that somebody agreed to, and no other that came in its place', async () => {
		writeFileSync(at('a.txt'), `token ghp_${draw(36)}`);
		const agreed = await checkOne('a.txt');
		assert.deepEqual(kinds(agreed), ['secret']);

		assert.equal(await leaving(agreed), readFileSync(at('a.txt'), 'utf8'));
		writeFileSync(at('a.txt'), `otro ghp_${draw(36)}`);
		assert.equal(await leaving(agreed), readFileSync(at('a.txt'), 'utf8'));
		writeFileSync(at('a.txt'), privateKey());
		assert.equal(await leaving(agreed), 'became-secret');
	});

	it('is what somebody agreed to outside of the workspace, and nothing elsewhere', async () => {
		const agreedPlace = await cor.write('acordado.txt', 'agreed');
		const otherPlace = await cor.write('otro.txt', 'another');
		symlinkSync(agreedPlace.fsPath, at('a.txt'));
		const agreed = await checkOne('a.txt');
		assert.deepEqual(agreed.doubts, [{ kind: 'outside', place: agreedPlace.fsPath }] satisfies Doubt[]);

		assert.equal(await leaving(agreed), 'agreed');
		rmSync(at('a.txt'));
		symlinkSync(otherPlace.fsPath, at('a.txt'));
		assert.equal(await leaving(agreed), 'became-outside');
	});

	it('is looked at by where its folder really lies, whichever folder of its path is a link', async () => {
		await cor.write('privado/hondo/a.txt', 'a');
		symlinkSync(path.join(cor.folder, 'privado'), at('docs'));
		const [file] = await check(parts, 'docs/hondo/a.txt');
		assert.deepEqual(file?.doubts, [
			{ kind: 'outside', place: path.join(cor.folder, 'privado/hondo/a.txt') },
		] satisfies Doubt[]);

		writeFileSync(at('b.txt'), 'b');
		const b = await checkOne('b.txt');
		renameSync(inside, `${inside}-antes`);
		symlinkSync(path.join(cor.folder, 'privado/hondo'), inside);
		await cor.write('privado/hondo/b.txt', 'not this');
		assert.equal(await leaving(b), 'became-outside');
		rmSync(inside);
		renameSync(`${inside}-antes`, inside);
	});

	it('is text that is not saved, looked at as if it were: by where its file really lies', async () => {
		const outside = await cor.write('.netrc', 'machine git.agencia.example');
		symlinkSync(outside.fsPath, at('notas.txt'));
		const document = await vscode.workspace.openTextDocument(at('notas.txt'));
		const editor = await vscode.window.showTextDocument(document);
		try {
			assert.ok(await editor.edit(edit => edit.insert(new vscode.Position(0, 0), 'hola ')));
			const { files } = await gatherFiles(parts.worker, [document.uri], 'shown');
			const [file] = await checkFiles(parts, files, 1_000_000);
			assert.deepEqual(kinds(file), ['outside', 'secret']);
			assert.equal(await leaving({ ...(file as CheckedFile), doubts: [] }), 'became-outside');
			assert.equal(await leaving(file as CheckedFile), 'hola machine git.agencia.example');
		} finally {
			await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
		}
	});

	it('is nothing of a file whose look comes to no end, and the check of many such ends', async () => {
		const source = "require('node:worker_threads').parentPort.on('message', () => { for (;;); }).postMessage('ready');";
		writeFileSync(at('stuck.cjs'), source);
		const stuck: LookParts = { ...parts, worker: new BoundedWorker(pathToFileURL(at('stuck.cjs'))) };
		const names = Array.from({ length: 30 }, (_, index) => `${index}.txt`);
		for (const name of names) {
			writeFileSync(at(name), 'a');
		}
		try {
			const files = await check(stuck, ...names);
			assert.deepEqual(
				files.map(kinds),
				names.map(() => ['unlooked']),
			);
			const [first, second] = files as [CheckedFile, CheckedFile];
			assert.equal(await leaving({ ...first, doubts: [] }, new Looks(stuck)), 'not-looked-at');
			assert.equal(await leaving(second, new Looks(stuck)), 'a', 'somebody saw that nobody looked at it, and agreed');
			writeFileSync(at('1.txt'), privateKey());
			assert.equal(await leaving(second), 'became-secret', 'to send a secret nobody agreed');
		} finally {
			stuck.worker.dispose();
		}
	});

	it('is nothing of a file where the worker dies or does not start', async () => {
		writeFileSync(at('dies.cjs'), 'process.exit()');
		writeFileSync(at('a.txt'), 'a');
		for (const entry of ['dies.cjs', 'not-there.cjs']) {
			const dead: LookParts = { ...parts, worker: new BoundedWorker(pathToFileURL(at(entry))) };
			assert.deepEqual((await check(dead, 'a.txt')).map(kinds), [['unlooked']], entry);
			dead.worker.dispose();
		}
	});
});
