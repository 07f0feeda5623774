import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetch } from 'undici';
import { isWindows } from '../host/systems.js';
import { removeTemporaryFolder, temporaryFolder } from '../host/temporary-folder.js';
import { fieldPart, filePart, startedSandbox } from './kit/started-sandbox.js';
import { startSandbox } from './sandbox.js';

describe('a restart', () => {
	const sandbox = startedSandbox();

	it('loses no attachment, no version, no token and no id', async () => {
		const pair = sandbox.current.issueToken();
		await sandbox.upload(4101, [{ name: 'año.txt', bytes: Buffer.from('hola') }]);
		const [root] = sandbox.current.attachments(4101);
		await sandbox.upload(4101, [{ name: 'b.txt', bytes: Buffer.from('b') }], {
			attachment_parent_id: String(root?.id),
		});
		const before = sandbox.current.attachments(4101);

		await sandbox.restart();

		assert.deepEqual(sandbox.current.attachments(4101), before);
		assert.equal(await readFile(before[0]?.path ?? '', 'utf8'), 'hola');
		assert.equal((await sandbox.call('/me')).status, 200);
		const refreshed = await fetch(`${sandbox.current.apiUrl}/oauth/refreshtoken`, {
			method: 'POST',
			body: new URLSearchParams({ refresh_token: pair.refresh_token }),
		});
		assert.equal(refreshed.status, 200);
		const answer = await sandbox.upload(4101, [{ name: 'c.txt', bytes: Buffer.from('c') }]);
		const { files } = (await answer.json()) as { files: { id: number; url: string }[] };
		assert.ok((files[0]?.id ?? 0) > (before[0]?.versions[0]?.id ?? 0));
		assert.ok(files[0]?.url.startsWith(sandbox.current.origin));
	});

	it('clears away what an interrupted upload left', async () => {
		await writeFile(join(sandbox.dataDir, 'incoming', 'half'), 'x');
		await sandbox.restart();

		await assert.rejects(readFile(join(sandbox.dataDir, 'incoming', 'half')), { code: 'ENOENT' });
	});

	it('does not start empty over an index that it cannot read', async () => {
		const dataDir = temporaryFolder();
		await mkdir(join(dataDir, 'files'));
		await writeFile(join(dataDir, 'index.json'), '{"format":1,"atta');

		await assert.rejects(startSandbox({ dataDir }), SyntaxError);
	});
});

describe('the sandbox as a program', () => {
	it('prints its addresses, keeps its memory small for a large file, and leaves nothing undone when told to stop', async () => {
		const dataDir = temporaryFolder();
		const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'main.ts'), '--data', dataDir]);
		try {
			const printed = await output(child, /Files/);
			const apiUrl = /http:\S+\/v1/.exec(printed)?.[0] ?? '';
			const [key, secret] = [/API key +(\S+)/, /Client secret +(\S+)/].map(pattern => pattern.exec(printed)?.[1]);
			const token = (await (
				await fetch(`${apiUrl}/oauth/token?grant_type=client_credentials`, {
					method: 'POST',
					headers: { authorization: `Basic ${btoa(`${key}:${secret}`)}` },
				})
			).json()) as { access_token: string };

			const send = (megabytes: number) => sendLarge(apiUrl, token.access_token, megabytes);
			await send(16);
			const before = await peakMemory(child);
			const sha256 = await send(512);
			const added = (await peakMemory(child)) - before;

			assert.ok(added < 64 * 1024 * 1024, `512 MiB added ${added} bytes`);
			assert.match(await readFile(join(dataDir, 'index.json'), 'utf8'), new RegExp(sha256));
		} finally {
			child.kill('SIGTERM');
		}
		const [code] = (await once(child, 'exit')) as [number | null];
		removeTemporaryFolder(dataDir);
		assert.equal(code, isWindows ? null : 0); // Windows has no such signal: the process just ends
	});
});

async function sendLarge(apiUrl: string, token: string, megabytes: number): Promise<string> {
	const mebibyte = Buffer.alloc(1024 * 1024, 'ñ');
	const head = Buffer.concat([
		fieldPart('available', 'true'),
		filePart({ name: `${megabytes}.bin`, bytes: Buffer.alloc(0) }).subarray(0, -2),
	]);
	const tail = Buffer.from('\r\n--sandbox-test-boundary--\r\n');
	const hash = createHash('sha256');
	const body = async function* () {
		yield head;
		for (let index = 0; index < megabytes; index++) {
			hash.update(mebibyte);
			yield mebibyte;
		}
		yield tail;
	};
	const response = await fetch(`${apiUrl}/tasks/4101/attachments`, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${token}`,
			'content-type': 'multipart/form-data; boundary=sandbox-test-boundary',
			'content-length': String(head.length + megabytes * mebibyte.length + tail.length),
		},
		body: body(),
		duplex: 'half',
		redirect: 'error',
	});
	assert.equal(response.status, 200, await response.text());
	return hash.digest('hex');
}

/** Bytes; 0 where the system has no `/proc`. */
async function peakMemory(child: ChildProcess): Promise<number> {
	const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
	return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
}

async function output(child: ChildProcess, until: RegExp): Promise<string> {
	let text = '';
	while (!until.test(text)) {
		assert.ok(child.stdout);
		text += String((await once(child.stdout, 'data'))[0]);
	}
	return text;
}

describe('the port of a sandbox', () => {
	it('is one that none of this process has had, although the system gives them again', async () => {
		const dataDir = temporaryFolder();
		const origins = new Set<string>();
		for (let started = 1; started <= 300; started++) {
			const { origin, close } = await startSandbox({ dataDir });
			await close();
			origins.add(origin);
			assert.equal(origins.size, started);
		}
		removeTemporaryFolder(dataDir);
	});
});
