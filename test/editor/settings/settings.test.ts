import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import * as vscode from 'vscode';
import { text } from '../kit/text.js';
import { arrived, setApiUrl, sha256, useCor } from '../kit/use-cor.js';
import { workspaceFolder } from '../kit/workspace.js';

const taskId = 4101;
const refused = text(
	'The API address in your settings is invalid. It must start with https:// and contain no password.',
);

describe('the API address', () => {
	const cor = useCor();
	/** Where a workspace, or a mistake, would like the credential to go. */
	let stranger: Server;
	let strangerUrl = '';
	let visits = 0;

	before(async () => {
		stranger = createServer((_request, response) => {
			visits += 1;
			response.end('{}');
		});
		stranger.listen(0, '127.0.0.1');
		await once(stranger, 'listening');
		strangerUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/v1`;
	});
	beforeEach(() => {
		visits = 0;
	});
	afterEach(() => setApiUrl(cor.sandbox.apiUrl));
	after(async () => {
		stranger.close();
		stranger.closeAllConnections();
		await once(stranger, 'close');
	});

	it('of a workspace is not honoured', async () => {
		const settingsFile = path.join(workspaceFolder().fsPath, '.vscode/settings.json');
		await mkdir(path.dirname(settingsFile), { recursive: true });
		// A setting that a workspace may change tells when the editor has read the file.
		const read = changed('corAttachments.showInMenus');
		const settings = {
			'corAttachments.apiUrl': strangerUrl,
			'corAttachments.webUrl': 'https://cor.example',
			'corAttachments.available': false,
			'corAttachments.status': 'required',
			'corAttachments.createdFrom': 'rework',
			'corAttachments.groupNotifications': true,
			'corAttachments.showInMenus': false,
		};
		await writeFile(settingsFile, JSON.stringify(settings));
		await read;
		try {
			const { outcomes } = await cor.attach({ taskId, uris: [await cor.write('a.txt', 'a')] });

			assert.equal(outcomes[0]?.status, 'attached');
			assert.deepEqual(arrived(cor.sandbox, taskId), { 'a.txt': sha256('a') });
			assert.equal(visits, 0);
			const [stored] = cor.sandbox.attachments(taskId);
			assert.deepEqual([stored?.available, stored?.status], [true, null]);
			// Nor is what the workspace calls COR's pages.
			const address = 'https://cor.example/tasks/4101';
			await assert.rejects(cor.attach({ taskId: address, uris: [await cor.write('a.txt', 'a')] }), TypeError);
		} finally {
			const gone = changed('corAttachments.showInMenus');
			await rm(path.dirname(settingsFile), { recursive: true });
			await gone;
		}
	});

	for (const target of ['Workspace', 'WorkspaceFolder'] as const) {
		it(`cannot be written to the settings of a workspace (${target})`, async () => {
			const settings = vscode.workspace.getConfiguration('corAttachments', workspaceFolder());

			await assert.rejects(
				Promise.resolve(settings.update('apiUrl', strangerUrl, vscode.ConfigurationTarget[target])),
				/corAttachments\.apiUrl/,
			);
		});
	}

	for (const address of [
		'http://192.0.2.1/v1',
		'http://localhost.example/v1',
		'ftp://127.0.0.1/v1',
		'https://lucia:clave@api.projectcor.com/v1',
		'api.projectcor.com/v1',
	]) {
		it(`is refused with its reason, and nothing is sent: ${address}`, async () => {
			await setApiUrl(address);
			const calls = await fetched(async () => {
				const { outcomes } = await cor.attach({ taskId, uris: [await cor.write('a.txt', 'a')] });

				assert.deepEqual(
					outcomes.map(({ status, reason }) => [status, reason]),
					[['failed', refused]],
				);
			});
			assert.deepEqual(calls, []);
		});
	}

	it('is used as it is given, also where it has another path and a slash at its end', async () => {
		await setApiUrl(strangerUrl.replace('/v1', '/other/v2/'));

		const calls = await fetched(async () => {
			await cor.attach({ taskId, uris: [await cor.write('a.txt', 'a')] });
		});

		assert.ok(visits > 0);
		assert.ok(calls.every(url => url.startsWith(strangerUrl.replace('/v1', '/other/v2/')) && !url.includes('v2//')));
	});
});

async function changed(setting: string): Promise<void> {
	const changes = new EventEmitter();
	const listening = vscode.workspace.onDidChangeConfiguration(event => {
		if (event.affectsConfiguration(setting)) {
			changes.emit('changed');
		}
	});
	await once(changes, 'changed');
	listening.dispose();
}

/** The addresses that the extension asks while `work` runs: it takes the editor's `fetch` at each request. */
async function fetched(work: () => Promise<void>): Promise<readonly string[]> {
	const original = globalThis.fetch;
	const calls: string[] = [];
	globalThis.fetch = (input, init) => {
		calls.push(String(input));
		return original(input, init);
	};
	try {
		await work();
	} finally {
		globalThis.fetch = original;
	}
	return calls;
}
