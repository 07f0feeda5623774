import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { firstPartBytes } from '../../../src/attach/secrets/first-part-bytes.js';
import { lookAtFiles } from '../../../src/machine/worker/look-at-files.js';
import { draw } from '../../attach/kit/made-up-secrets.js';
import { onLinux, onPosix } from '../../host/systems.js';
import { temporaryFolder } from '../../host/temporary-folder.js';

const enoughMs = 60_000;

describe('the look at many files of this machine', () => {
	let dir: string;
	beforeEach(() => {
		dir = realpathSync(temporaryFolder());
	});

	const at = (name: string) => path.join(dir, name);
	const write = (name: string, contents: string | Uint8Array) => {
		mkdirSync(path.dirname(at(name)), { recursive: true });
		writeFileSync(at(name), contents);
		return at(name);
	};
	const look = (...paths: readonly string[]) =>
		lookAtFiles({ files: paths.map(each => ({ path: each, named: each })), enoughMs }).looks;

	it('tells sizes, places, and what looks like a secret by its name or its first part', () => {
		const token = ['ghp', draw(36)].join('_');
		const paths = [
			write('a.txt', 'hola'),
			write('none.txt', ''),
			write('.npmrc', 'a=b'),
			write('token.txt.md', `token ${token}`),
		];

		assert.deepEqual(
			look(...paths),
			paths.map((place, index) => ({
				size: [4, 0, 3, 46][index],
				place,
				found: [undefined, undefined, { place: 'name', rule: '.npmrc' }, { place: 'contents', rule: 'GitHub' }][index],
			})),
		);
	});

	it('reads no more of a long one than its first part, and nothing of the one before', () => {
		const token = ['ghp', draw(36)].join('_');
		const beyond = Buffer.alloc(firstPartBytes + 100, ' ');
		beyond.write(token, firstPartBytes);
		const [first, second] = look(write('a.txt', `token ${token} `), write('b.txt', beyond));

		assert.equal(first?.found?.rule, 'GitHub');
		assert.deepEqual(second, { size: beyond.length, place: at('b.txt'), found: undefined });
	});

	onPosix('links', () => {
		it('follows links, and knows a file by what it is called where it lies', () => {
			write('.ssh/trabajo', 'x');
			symlinkSync('.ssh/trabajo', at('nota.txt'));

			assert.deepEqual(look(at('nota.txt')), [
				{ size: 1, place: at('.ssh/trabajo'), found: { place: 'name', rule: '.ssh' } },
			]);
		});

		it('leaves to others what is no file, is not there, or has no clear name', () => {
			execFileSync('mkfifo', [at('pipe')]);
			write('raro\ufffd.txt', 'x');

			assert.deepEqual(look(dir, at('pipe'), at('missing'), at('raro\ufffd.txt')), [
				undefined,
				undefined,
				undefined,
				undefined,
			]);
		});
	});

	onLinux('/proc', () => {
		it('leaves to others what has more bytes than it says', () => {
			assert.deepEqual(look('/proc/version'), [undefined]);
		});
	});

	it('begins with no further one after its time, and says so', () => {
		const files = [{ path: write('a.txt', 'x'), named: '/a.txt' }];

		assert.deepEqual(lookAtFiles({ files, enoughMs: -1 }), { looks: [undefined], isWhole: false });
		assert.equal(lookAtFiles({ files, enoughMs }).isWhole, true);
	});
});
