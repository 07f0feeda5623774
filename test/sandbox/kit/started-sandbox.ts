import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetch, type RequestInit, type Response } from 'undici';
import { temporaryFolder } from '../../host/temporary-folder.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox.js';
import { defaultSettings } from '../settings.js';

export interface FormFile {
	readonly name: string;
	readonly bytes: Buffer;
	readonly type?: string;
}

/** A sandbox for the suite that calls this, clean before each test, and the requests that its tests send. */
export interface StartedSandbox {
	readonly current: Sandbox;
	readonly dataDir: string;
	/** The text of the index on disk. */
	index(): Promise<string>;
	restart(options?: Partial<SandboxOptions>): Promise<void>;
	call(path: string, init?: RequestInit): Promise<Response>;
	upload(
		taskId: number | string,
		files: readonly FormFile[],
		fields?: Readonly<Record<string, string>>,
	): Promise<Response>;
	/** Sends parts as they are given, headers included. */
	sendParts(taskId: number | string, parts: readonly Buffer[]): Promise<Response>;
}

export function startedSandbox(): StartedSandbox {
	let dataDir = '';
	let current: Sandbox;
	let token = '';

	before(async () => {
		dataDir = temporaryFolder();
		current = await startSandbox({ dataDir });
	});
	beforeEach(async () => {
		await current.clear();
		current.set(defaultSettings);
		token = current.issueToken().access_token;
	});
	after(() => current.close());

	const call = (path: string, init: RequestInit = {}) =>
		fetch(`${current.apiUrl}${path}`, {
			...init,
			headers: { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
		});

	const sendParts = (taskId: number | string, parts: readonly Buffer[]) =>
		call(`/tasks/${taskId}/attachments`, {
			method: 'POST',
			headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
			body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
		});

	return {
		get current() {
			return current;
		},
		get dataDir() {
			return dataDir;
		},
		index: () => readFile(join(dataDir, 'index.json'), 'utf8'),
		restart: async options => {
			await current.close();
			current = await startSandbox({ dataDir, ...options });
		},
		call,
		sendParts,
		upload: (taskId, files, fields = {}) =>
			sendParts(taskId, [
				...Object.entries(fields).map(([name, text]) => fieldPart(name, text)),
				...files.map(filePart),
			]),
	};
}

const boundary = 'sandbox-test-boundary';

export function fieldPart(name: string, text: string): Buffer {
	return part(`name="${name}"`, '', Buffer.from(text));
}

export function filePart({ name, bytes, type = 'application/octet-stream' }: FormFile): Buffer {
	// cor-api §9.5: both spellings, as the product sends them.
	const plain = name.replace(/["\r\n]/g, encodeURIComponent);
	const extended = encodeURIComponent(name).replace(/['()*]/g, character => `%${character.charCodeAt(0).toString(16)}`);
	return part(`name="file"; filename="${plain}"; filename*=UTF-8''${extended}`, `Content-Type: ${type}\r\n`, bytes);
}

/** A part whose disposition is written by the test. */
export function part(disposition: string, otherHeaders: string, bytes: Buffer): Buffer {
	return Buffer.concat([
		Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${otherHeaders}\r\n`),
		bytes,
		Buffer.from('\r\n'),
	]);
}
