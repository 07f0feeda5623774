import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Receipt } from '../../../src/editor/sending/receipt.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import { keepText, noteCredentials } from '../../leaks/kept.js';
import type { LoggedRequest } from '../../sandbox/request-log.js';
import { type Credentials, type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { defaultSettings } from '../../sandbox/settings.js';

/** COR on this machine for the suite that calls this, with the extension signed in to it through the environment. */
export interface Cor {
	readonly sandbox: Sandbox;
	/** A folder of this test alone. */
	readonly folder: string;
	/** Writes a file below `folder`, with the folders above it. */
	write(name: string, contents: string | Uint8Array): Promise<vscode.Uri>;
	/** Calls `corAttachments.attach` as a program does. */
	attach(request: unknown): Promise<Receipt>;
	/** The uploads that reached COR, whatever became of them. */
	uploads(): number;
}

const variables = ['COR_API_KEY', 'COR_CLIENT_SECRET', 'COR_TOKEN'] as const;

/** Sandbox, settings, environment and files; after each test COR has nothing to complain of, and all is as it was. */
export function useCor(): Cor {
	let dataDir = '';
	let folder = '';
	let sandbox: Sandbox;

	before(async () => {
		dataDir = temporaryFolder();
		sandbox = await startSandbox({ dataDir });
		await setApiUrl(sandbox.apiUrl);
	});
	beforeEach(async () => {
		folder = temporaryFolder();
		sandbox.set(defaultSettings);
		await sandbox.clear();
		signInAs(sandbox.credentials);
	});
	afterEach(async () => {
		signOut();
		await sandbox.settled();
		removeTemporaryFolder(folder);
		assert.deepEqual([...sandbox.complaints], []);
	});
	after(async () => {
		await setApiUrl(undefined);
		await sandbox.close();
		removeTemporaryFolder(dataDir);
	});

	return {
		get sandbox() {
			return sandbox;
		},
		get folder() {
			return folder;
		},
		write: async (name, contents) => {
			const file = path.join(folder, name);
			await mkdir(path.dirname(file), { recursive: true });
			await writeFile(file, contents);
			return vscode.Uri.file(file);
		},
		attach,
		uploads: () => sandbox.requests.filter(isUpload).length,
	};
}

/** Whether a request brings files. */
export function isUpload({ method, path: to }: Pick<LoggedRequest, 'method' | 'path'>): boolean {
	return method === 'POST' && to.endsWith('/attachments');
}

/** Calls `corAttachments.attach` as a program does. */
export async function attach(request: unknown): Promise<Receipt> {
	const receipt = await vscode.commands.executeCommand<Receipt>('corAttachments.attach', request);
	keepText('receipts', JSON.stringify(receipt));
	return receipt;
}

export async function setApiUrl(apiUrl: string | undefined): Promise<void> {
	const settings = vscode.workspace.getConfiguration('corAttachments');
	await settings.update('apiUrl', apiUrl, vscode.ConfigurationTarget.Global);
}

export function signInAs({ apiKey, clientSecret }: Credentials): void {
	signOut();
	noteCredentials(apiKey, clientSecret, `${apiKey}:${clientSecret}`);
	Object.assign(process.env, { COR_API_KEY: apiKey, COR_CLIENT_SECRET: clientSecret });
}

export function signInWithToken(token: string): void {
	signOut();
	noteCredentials(token);
	process.env.COR_TOKEN = token;
}

export function signOut(): void {
	for (const variable of variables) {
		delete process.env[variable];
	}
}

/** The extension under test, whoever its publisher is. */
export function corExtension(): vscode.Extension<unknown> {
	const extension = vscode.extensions.all.find(({ packageJSON }) => packageJSON.name === 'cor-attachments');
	assert.ok(extension);
	return extension;
}

export function sha256(contents: string | Uint8Array): string {
	return createHash('sha256').update(contents).digest('hex');
}

/** Name and SHA-256 of what is on a task, by name. */
export function arrived(sandbox: Sandbox, taskId: number): Readonly<Record<string, string>> {
	return Object.fromEntries(sandbox.attachments(taskId).map(({ originalname, sha256 }) => [originalname, sha256]));
}
