import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { testDir } from '../host/paths.js';
import { removeTemporaryFolder, temporaryFolder } from '../host/temporary-folder.js';
import { credentialsDir, keepVariable, writtenDir } from './kept.js';
import { filesBelow, searchFor } from './search.js';

// A shorter text is no credential, but a word that a test took for one.
const minLength = 8;

describe('what was written while all suites ran', () => {
	const dir = process.env[keepVariable] ?? '';
	const places = {
		profiles: path.join(writtenDir(dir), 'profiles'),
		browsers: path.join(writtenDir(dir), 'browsers'),
		receipts: path.join(writtenDir(dir), 'receipts'),
		reports: path.join(writtenDir(dir), 'reports'),
		clipboards: path.join(writtenDir(dir), 'clipboards'),
		consoles: path.join(writtenDir(dir), 'consoles'),
		screens: path.join(testDir, 'screenshots'),
	};
	let secrets: ReadonlySet<string>;

	before('what is needed is there', () => {
		assert.ok(dir, `${keepVariable} is not set: this suite runs at the end of npm test`);
		secrets = readSecrets(credentialsDir(dir));
	});

	it('is enough to search, and the credentials that were used are known', () => {
		for (const [name, folder] of Object.entries(places)) {
			const { files, bytes } = searchFor([], below(folder));
			console.log(`      ${name}: ${files} files, ${(bytes / 1_000_000).toFixed(1)} MB`);
			assert.ok(bytes > 0, `nothing was kept in ${folder}`);
		}
		console.log(`      ${secrets.size} credentials`);
		assert.ok(secrets.size > 100);
		assert.ok([...secrets].some(secret => secret.split('.').length === 3)); // access tokens
		assert.ok([...secrets].some(secret => /^[\w-]{32}$/.test(secret))); // refresh tokens
		assert.ok([...secrets].some(secret => secret.includes(':'))); // a key with its secret
	});

	it('holds the logs of the extension and of its host at the finest level, the state and the texts of screens', () => {
		const files = Object.values(places).flatMap(below);
		const holds = (name: RegExp, text: RegExp): boolean =>
			files.some(file => name.test(file) && text.test(readFileSync(file, 'utf8')));

		assert.ok(holds(/COR Attachments\.log$/, /task 4101 · .+ · attached as/));
		assert.ok(holds(/remoteexthost\.log$/, /\[trace\]/));
		assert.ok(holds(/browsers.+$/, /corAttachments\.recentTasks/));
		assert.ok(holds(/receipts.+$/, /"attachmentId":/));
		assert.ok(holds(/screenshots.+\.txt$/, /ttached .*#4101/));
	});

	it('would not hide a credential: one that is put into a copy is found, in each of its forms', () => {
		const [log] = below(places.profiles).filter(file => file.endsWith('COR Attachments.log'));
		const secret = [...secrets].find(each => each.split('.').length === 3) ?? '';
		const copyDir = temporaryFolder();
		const copy = path.join(copyDir, 'copy.log');
		const session = JSON.stringify({ credential: { kind: 'token', accessToken: secret } });
		try {
			for (const form of [
				secret,
				encodeURIComponent(secret),
				Buffer.from(`x${secret}y`).toString('base64'),
				Buffer.from(`xx${secret}y`).toString('base64url'),
				Buffer.from(session).toString('base64'),
				Buffer.from(secret, 'utf16le'),
			]) {
				copyFileSync(log ?? '', copy);
				assert.deepEqual(searchFor(secrets, [copy]).found, []);
				appendFileSync(copy, Buffer.concat([Buffer.from('before '), Buffer.from(form), Buffer.from(' behind')]));
				assert.deepEqual(searchFor(secrets, [copy]).found, [{ file: copy, secret }]);
			}
		} finally {
			removeTemporaryFolder(copyDir);
		}
	});

	it('holds no credential', () => {
		const { files, bytes, found } = searchFor(secrets, Object.values(places).flatMap(below));

		console.log(`      ${secrets.size} credentials in ${files} files, ${(bytes / 1_000_000).toFixed(1)} MB`);
		assert.deepEqual(found, []);
	});
});

function below(folder: string): readonly string[] {
	return existsSync(folder) ? filesBelow(folder).filter(file => !file.endsWith('.png')) : [];
}

function readSecrets(folder: string): ReadonlySet<string> {
	const lines = below(folder).flatMap(file => readFileSync(file, 'utf8').split('\n').filter(Boolean));
	return new Set(lines.map(line => JSON.parse(line) as string).filter(secret => secret.length >= minLength));
}
