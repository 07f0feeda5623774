import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { packLimits } from '../../../src/attach/delivery/parcels.js';
import { missingTaskId } from '../../sandbox/seed.js';
import { text } from '../kit/text.js';
import { arrived, isUpload, setApiUrl, sha256, signInAs, signInWithToken, signOut, useCor } from '../kit/use-cor.js';

const taskId = 4101;

describe('attaching by a program', () => {
	const cor = useCor();

	it('brings the files to the task byte for byte and says what arrived', async () => {
		const [picture, text] = [randomBytes(3_000_000), 'Mañana fría ☕\r\n'];
		const uris = [await cor.write('foto.png', picture), await cor.write('guion.txt', text)];

		const receipt = await cor.attach({ taskId, uris });

		assert.deepEqual(arrived(cor.sandbox, taskId), { 'foto.png': sha256(picture), 'guion.txt': sha256(text) });
		const stored = new Map(cor.sandbox.attachments(taskId).map(file => [file.originalname, file]));
		assert.equal(receipt.taskId, taskId);
		assert.deepEqual(
			receipt.outcomes.map(({ url, ...outcome }) => outcome),
			uris.map((uri, index) => {
				const name = ['foto.png', 'guion.txt'][index] ?? '';
				return { uri: uri.toString(), name, status: 'attached', attachmentId: stored.get(name)?.id, version: 1 };
			}),
		);
		for (const { url, name } of receipt.outcomes) {
			assert.ok(url?.startsWith(`${cor.sandbox.origin}/`) && url.endsWith(name), url);
		}
	});

	for (const named of ['4101', ' #4101 ', 'https://agencia.cor.works/tasks/4101', 'app.projectcor.com/#/task/4101']) {
		it(`takes ${JSON.stringify(named)} for the task`, async () => {
			const receipt = await cor.attach({ taskId: named, uris: [await cor.write('a.txt', 'a')] });

			assert.equal(receipt.taskId, taskId);
			assert.deepEqual(arrived(cor.sandbox, taskId), { 'a.txt': sha256('a') });
		});
	}

	it('takes the text of a URI, and a file chosen twice once', async () => {
		const uri = await cor.write('Línea 100%.txt', 'once');

		const receipt = await cor.attach({ taskId, uris: [uri.toString(), uri] });

		assert.deepEqual(
			receipt.outcomes.map(({ status }) => status),
			['attached'],
		);
		assert.deepEqual(arrived(cor.sandbox, taskId), { 'Línea 100%.txt': sha256('once') });
	});

	it('sends an empty file', async () => {
		const receipt = await cor.attach({ taskId, uris: [await cor.write('vacío.txt', '')] });

		assert.equal(receipt.outcomes[0]?.status, 'attached');
		assert.deepEqual(arrived(cor.sandbox, taskId), { 'vacío.txt': sha256('') });
	});

	it('passes every option on to COR', async () => {
		const uris = [await cor.write('a.txt', 'a')];
		const options = { available: false, status: 'pending', createdFrom: 'rework', sessionToken: 'entrega-7' };

		await cor.attach({ taskId, uris, options });

		const [stored] = cor.sandbox.attachments(taskId);
		assert.deepEqual(
			[stored?.available, stored?.status, stored?.createdFrom, stored?.sessionToken],
			[false, 'pending', 'rework', 'entrega-7'],
		);
	});

	it('attaches a new version of an attachment', async () => {
		const uri = await cor.write('plano.txt', 'first');
		const first = (await cor.attach({ taskId, uris: [uri] })).outcomes[0];
		await cor.write('plano.txt', 'second');

		const second = await cor.attach({ taskId, uris: [uri], options: { parentId: first?.attachmentId } });

		assert.equal(second.outcomes[0]?.version, 2);
		const [root] = cor.sandbox.attachments(taskId);
		assert.equal(root?.id, first?.attachmentId);
		assert.deepEqual(
			root?.versions.map(version => [version.id, version.sha256]),
			[[second.outcomes[0]?.attachmentId, sha256('second')]],
		);
	});

	it('acts with a token from the environment', async () => {
		signInWithToken(cor.sandbox.issueToken().access_token);

		const receipt = await cor.attach({ taskId, uris: [await cor.write('a.txt', 'a')] });

		assert.equal(receipt.outcomes[0]?.status, 'attached');
	});

	for (const missingTask of ['417', '404'] as const) {
		it(`sends nothing to a task that COR does not know (${missingTask})`, async () => {
			cor.sandbox.set({ variants: { missingTask } });
			const uris = [await cor.write('a.txt', 'a'), await cor.write('b.txt', 'b')];

			const receipt = await cor.attach({ taskId: missingTaskId, uris });

			const reason = text("This task doesn't exist or you can't access it.");
			assert.deepEqual(receipt, { taskId: missingTaskId, outcomes: failed(uris, ['a.txt', 'b.txt'], reason) });
			assert.equal(cor.uploads(), 0);
		});
	}

	it('sends nothing where nobody is signed in', async () => {
		signOut();
		const uris = [await cor.write('a.txt', 'a'), await cor.write('b.txt', 'b')];

		const receipt = await cor.attach({ taskId, uris });

		assert.deepEqual(receipt.outcomes, failed(uris, ['a.txt', 'b.txt'], text("You're not signed in to COR.")));
		assert.equal(cor.sandbox.requests.length, 0);
	});

	it('says in the receipt as whom it sent', async () => {
		const receipt = await cor.attach({ taskId, uris: [await cor.write('a.txt', 'a')] });

		assert.equal(receipt.account, 'Lucía Fernández (lucia@agencia.example)');
	});

	it('sends nothing as somebody who is not signed in', async () => {
		const uris = [await cor.write('a.txt', 'a')];

		const receipt = await cor.attach({ taskId, uris, options: { account: 'joao@agencia.example' } });

		const reason = text("The account used to send isn't signed in to COR.");
		assert.deepEqual(receipt, { taskId, outcomes: failed(uris, ['a.txt'], reason) });
		assert.equal(cor.sandbox.requests.length, 0);
	});

	it('sends nothing with a key that COR refuses', async () => {
		signInAs({ ...cor.sandbox.credentials, clientSecret: 'wrong' });
		const uris = [await cor.write('a.txt', 'a')];

		const receipt = await cor.attach({ taskId, uris });

		const reason = text('COR rejected your credentials. Sign in again.');
		assert.deepEqual(receipt.outcomes, failed(uris, ['a.txt'], reason));
		assert.equal(cor.uploads(), 0);
	});

	it('says of each file that the role may not attach', async () => {
		signInAs(cor.sandbox.viewerCredentials);
		const uris = [await cor.write('a.txt', 'a'), await cor.write('b.txt', 'b')];

		const receipt = await cor.attach({ taskId, uris });

		const reason = text("Your COR role doesn't allow this. Ask your COR admin.");
		assert.deepEqual(receipt.outcomes, failed(uris, ['a.txt', 'b.txt'], reason));
		assert.deepEqual(cor.sandbox.attachments(taskId), []);
	});

	it('lets a file that is not there fail alone', async () => {
		const uris = [
			await cor.write('a.txt', 'a'),
			vscode.Uri.joinPath(vscode.Uri.file(cor.folder), 'gone.txt'),
			await cor.write('b.txt', 'b'),
		];

		const { outcomes } = await cor.attach({ taskId, uris });

		assert.deepEqual(
			outcomes.map(({ status, reason }) => [status, reason]),
			[
				['attached', undefined],
				['failed', text('The file no longer exists.')],
				['attached', undefined],
			],
		);
		assert.deepEqual(arrived(cor.sandbox, taskId), { 'a.txt': sha256('a'), 'b.txt': sha256('b') });
	});

	it('lets a file fail alone that vanishes while COR is asked for the task', async () => {
		const uris = [await cor.write('a.txt', 'a'), await cor.write('b.txt', 'b')];
		cor.sandbox.set({ latencyMs: 300 });

		const receipt = cor.attach({ taskId, uris });
		await cor.sandbox.seen(({ path }) => path.endsWith(`/tasks/${taskId}`));
		await rm(uris[0]?.fsPath ?? '');

		assert.deepEqual(
			(await receipt).outcomes.map(({ status, reason }) => [status, reason]),
			[
				['failed', text('The file no longer exists.')],
				['attached', undefined],
			],
		);
		assert.deepEqual(arrived(cor.sandbox, taskId), { 'b.txt': sha256('b') });
	});

	it('sends two files at once and never more', async () => {
		const names = Array.from({ length: 10 }, (_, index) => `${index}.txt`);
		const uris = await Promise.all(names.map(name => cor.write(name, large(name))));
		cor.sandbox.set({ latencyMs: 40 });

		const { outcomes } = await cor.attach({ taskId, uris });

		assert.deepEqual(
			outcomes.map(({ name, status }) => [name, status]),
			names.map(name => [name, 'attached']),
		);
		assert.deepEqual(arrived(cor.sandbox, taskId), Object.fromEntries(names.map(name => [name, sha256(large(name))])));
		assert.equal(cor.sandbox.maxOpenRequests('POST'), 2);
	});

	it('sends small files together, once COR has told of the first two', async () => {
		const names = Array.from({ length: 100 }, (_, index) => `${index}.txt`);
		const uris = await Promise.all(names.map(name => cor.write(name, name)));
		// Another name of the same COR: nothing is known of it in this window.
		await setApiUrl(cor.sandbox.apiUrl.replace('127.0.0.1', 'localhost'));

		const { outcomes } = await cor.attach({ taskId, uris }).finally(() => setApiUrl(cor.sandbox.apiUrl));

		assert.deepEqual(
			outcomes.map(({ name, status }) => [name, status]),
			names.map(name => [name, 'attached']),
		);
		assert.deepEqual(arrived(cor.sandbox, taskId), Object.fromEntries(names.map(name => [name, sha256(name)])));
		assert.equal(cor.uploads(), 6);
	});

	it('queues a second call behind the first', async () => {
		const names = ['1.txt', '2.txt', '3.txt', '4.txt'];
		const uris = await Promise.all(names.map(name => cor.write(name, large(name))));
		cor.sandbox.set({ latencyMs: 40 });

		const receipts = await Promise.all([cor.attach({ taskId, uris }), cor.attach({ taskId: 4102, uris })]);

		assert.deepEqual(
			receipts.map(({ taskId: to, outcomes }) => [to, outcomes.map(({ status }) => status)]),
			[taskId, 4102].map(to => [to, names.map(() => 'attached')]),
		);
		assert.equal(cor.sandbox.maxOpenRequests('POST'), 2);
		const uploads = cor.sandbox.requests.filter(isUpload).map(({ path }) => path);
		// Whoever asks COR for its task first goes first: what counts is that the two do not mix.
		assert.equal(new Set(uploads.slice(0, 4)).size, 1);
		assert.equal(new Set(uploads.slice(4)).size, 1);
		assert.equal(new Set(uploads).size, 2);
	});
});

/** More than goes with others in a request. */
function large(text: string): string {
	return text.padEnd(packLimits.maxFileBytes + 1, text);
}

function failed(uris: readonly vscode.Uri[], names: readonly string[], reason: string): unknown[] {
	return uris.map((uri, index) => ({ uri: uri.toString(), name: names[index], status: 'failed', reason }));
}
