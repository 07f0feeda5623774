import assert from 'node:assert/strict';
import { withoutPassword } from '../../../src/attach/text/without-password.js';

describe('the address of a file system', () => {
	for (const [uri, kept] of [
		['ftp://ana:s3cr3t@files.example/a:b@c.txt', 'ftp://ana@files.example/a:b@c.txt'],
		['ftp://ana:s3cr3t@files.example:21', 'ftp://ana@files.example:21'],
		['ftp://ana:s3cr3t@[::1]:21/a?b:c@d', 'ftp://ana@[::1]:21/a?b:c@d'],
		['ftp://:s3cr3t@files.example/', 'ftp://@files.example/'],
		['ftp://ana:s3@cr3t@files.example/a', 'ftp://ana@files.example/a'],
		['ftp://ana:s3@cr3t%40files.example/a', 'ftp://ana@files.example/a'], // as VS Code writes the one above
		['ftp://ana:s3%40cr3t@files.example/a', 'ftp://ana@files.example/a'],
		['ftp://ana%3as3:cr3t@files.example/a', 'ftp://ana@files.example/a'], // as VS Code writes `s3:cr3t`
		['ftp://ana%3As3cr3t%40files.example', 'ftp://ana@files.example'],
	] as const) {
		it(`is kept without the password of ${uri}`, () => {
			assert.equal(withoutPassword(uri), kept);
			assert.equal(withoutPassword(kept), kept);
		});
	}

	for (const uri of [
		'file:///w/a:b@c.txt',
		'vscode-remote://ssh-remote+ana@host/a:b@c',
		'vscode-remote://ssh-remote%2Bhost/a:b@c',
		'vscode-vfs://host:80/a@b',
		'ftp://ana@acme.example%40files.example:21/a',
		'ftp://files.example?a:b@c',
		'untitled:Untitled-1',
		'',
	]) {
		it(`is kept as it is: ${uri}`, () => {
			assert.equal(withoutPassword(uri), uri);
		});
	}
});
