import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { firstPartBytes } from '../../../src/attach/secrets/first-part-bytes.js';
import { secretRule } from '../../../src/attach/secrets/secrets.js';
import { lookAtPatch, type PatchLook } from '../../../src/machine/git/look-at-patch.js';
import { makePatch } from '../../../src/machine/git/patch.js';
import { type PatchSide, patchSides } from '../../../src/machine/git/patch-sides.js';
import { draw, privateKey } from '../../attach/kit/made-up-secrets.js';
import { gitPath, Repository } from '../kit/repository.js';

const token = () => ['ghp', draw(36)].join('_');

describe('a look at a patch', () => {
	let repository: Repository;
	beforeEach(() => {
		repository = new Repository();
	});
	afterEach(() => repository.delete());

	async function made(): Promise<Buffer> {
		const git = { path: gitPath, root: repository.root, signal: new AbortController().signal };
		const patch = await makePatch(git, { changes: 'all', hasUntracked: true });
		assert.ok(patch, 'nothing has changed');
		return patch.bytes;
	}

	async function look(): Promise<PatchLook> {
		return lookAtPatch(await made(), secretRule);
	}

	/** What is found, which has to be all there is to find. */
	async function found(): Promise<readonly string[]> {
		const { findings, isWhole } = await look();
		assert.ok(isWhole);
		return findings.map(({ path, rule }) => `${path} ${rule.place}`);
	}

	const lines = (count: number) => Array.from({ length: count }, (_, index) => `línea ${index}\n`).join('');

	it('finds nothing in ordinary changes', async () => {
		repository.write('a.txt', lines(50));
		repository.write('logo.png', randomBytes(5_000));
		repository.write('borrado.txt', 'a\n');
		repository.commit();
		repository.write('a.txt', lines(50).replace('línea 7', 'línea siete'));
		repository.write('logo.png', randomBytes(6_000));
		repository.write('vacío.txt', '');
		repository.remove('borrado.txt');

		assert.deepEqual(await found(), []);
	});

	it('finds a secret in lines that are added, removed, or only around those', async () => {
		for (const name of ['quita.txt', 'rodea.txt', 'pone.txt']) {
			repository.write(name, `${lines(5)}${name === 'pone.txt' ? '' : `k = ${token()}\n`}fin\n`);
		}
		repository.commit();
		repository.write('quita.txt', `${lines(5)}fin\n`);
		repository.write('pone.txt', `${lines(5)}k = ${token()}\nfin\n`);
		repository.write('rodea.txt', `${readFileSync(repository.pathOf('rodea.txt'), 'utf8')}más\n`);

		assert.deepEqual(await found(), ['/pone.txt contents', '/quita.txt contents', '/rodea.txt contents']);
	});

	it('finds a key of many lines in a file with CRLF, where a prefix would tear it apart', async () => {
		repository.write('llave.txt', privateKey().replaceAll('\n', '\r\n'));

		assert.deepEqual(await found(), ['/llave.txt contents']);
	});

	it('finds a secret that a rename takes out, under the old name, which may be telling too', async () => {
		repository.write('viejo.txt', `${lines(60)}k = ${token()}\n`);
		repository.write('.env', lines(40).toUpperCase());
		repository.write('datos.txt', lines(50).replaceAll('línea', 'renglón'));
		repository.commit();
		repository.git('mv', 'viejo.txt', 'nuevo.txt');
		repository.write('nuevo.txt', lines(60));
		repository.git('mv', '.env', 'inocente.txt');
		repository.git('mv', 'datos.txt', '.npmrc');

		assert.match((await made()).toString(), /^rename from viejo\.txt$/m);
		assert.deepEqual(await found(), ['/.npmrc name', '/.env name', '/viejo.txt contents']);
	});

	it('finds what is in the first part of a file that itself begins beyond the first part of the patch', async () => {
		repository.write('a.txt', lines(20_000));
		repository.write('b.txt', `${lines(1_000)}${token()}\n`);
		repository.write('c.txt', `${lines(20_000)}${token()}\n`); // beyond its own

		assert.deepEqual(await found(), ['/b.txt contents']);
	});

	it('sees a key store by its bytes, whatever it is called, as new, deleted, and with bytes put in front', async () => {
		const keyStore = (size: number) => Buffer.concat([Buffer.from('feedfeed00000002', 'hex'), randomBytes(size)]);
		repository.write('borrado.dat', keyStore(4_000));
		const plain = randomBytes(6_000);
		repository.write('cambia.dat', plain);
		repository.write('grande.dat', randomBytes(10));
		repository.write('nombre.p12', randomBytes(3_000));
		repository.commit();
		repository.remove('borrado.dat');
		repository.write('cambia.dat', Buffer.concat([keyStore(0), plain])); // Git makes a delta of it
		repository.write('grande.dat', keyStore(300_000));
		repository.git('mv', 'nombre.p12', 'nombre.dat');

		assert.match((await made()).toString('latin1'), /^delta \d+$/m);
		assert.deepEqual(await found(), [
			'/borrado.dat contents',
			'/cambia.dat contents',
			'/grande.dat contents',
			'/nombre.p12 name',
		]);
	});

	it('finds text in UTF-16, and text that an attribute calls binary, also at the end of its first part', async () => {
		repository.write('.gitattributes', '*.x -diff\n');
		repository.write('utf16.txt', Buffer.from(`\ufeffk = ${token()}\n`, 'utf16le'));
		repository.write('texto.x', `${lines(3)}${token()}\n`);
		// What comes behind it becomes a thousand times larger when it is inflated.
		const random = Buffer.from(draw(50_000));
		repository.write('borde.x', Buffer.concat([random, Buffer.from(` ${token()} `), Buffer.alloc(20_000_000, 32)]));

		assert.deepEqual(await found(), ['/borde.x contents', '/texto.x contents', '/utf16.txt contents']);
	});

	it('reads names of every kind', async () => {
		const names = [
			'con espacio',
			'a b/con\ttab',
			'comi"llas"',
			'barra\\n',
			'línea\ny otra',
			'ñandú\u0001',
			'x b/x',
			' ',
		];
		for (const name of names) {
			repository.write(`${name}/.npmrc`, 'x\n');
			repository.write(`${name}/vacío.pem.key`, '');
		}
		repository.commit();
		for (const name of names) {
			repository.git('mv', `${name}/.npmrc`, `${name}/.netrc`);
			repository.remove(`${name}/vacío.pem.key`);
		}

		const wanted = names.flatMap(name => ['.npmrc', '.netrc', 'vacío.pem.key'].map(file => `/${name}/${file} name`));
		assert.deepEqual([...(await found())].sort(), wanted.sort());
	});

	it('is not led astray by lines that look like those of a patch', async () => {
		const other = Buffer.from(
			'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n a\n\\ No newline at end of file\n',
		);
		const liar = (secret: string) =>
			Buffer.concat([
				other,
				Buffer.from('-- a/x\n++ b/x\n@@ -0,0 +1 @@\nGIT binary patch\nliteral 0\n\n'),
				Buffer.from(secret),
			]);
		repository.write('miente.txt', liar(''));
		repository.write('miente más.txt', liar(`${token()}`));
		repository.commit();
		repository.write('miente.txt', Buffer.concat([liar(''), other, Buffer.from(`${token()}`)]));
		repository.write('miente más.txt', other);

		assert.deepEqual(await found(), ['/miente más.txt contents', '/miente.txt contents']);
	});

	it('reads ten thousand files, and says which of the first hundred look like secrets', async () => {
		for (let index = 0; index < 10_000; index += 1) {
			repository.write(`carpeta ${index % 100}/${index}.${index % 50 === 7 ? 'pem.key' : 'txt'}`, `${index}\n`);
		}

		const { findings, isWhole } = await look();

		assert.equal(findings.length, 100);
		assert.ok(isWhole);
	});

	it('says of a patch that is cut off within a file that it is not whole, and finds what is there', async () => {
		repository.write('a.txt', `k = ${token()}\n${lines(3)}`);
		repository.write('b.dat', Buffer.concat([Buffer.of(0), randomBytes(300)])); // by a NUL Git knows it is binary
		repository.write('c.txt', lines(3));
		const patch = await made();
		const bodies = ['--- /dev/null\n+++ b/a', 'GIT binary', '--- /dev/null\n+++ b/c'].map(start =>
			patch.indexOf(start),
		);
		const ends = ['diff --git a/b', 'diff --git a/c'].map(start => patch.indexOf(start));

		for (const [index, body] of bodies.entries()) {
			for (let length = body + 1; length < (ends[index] ?? patch.length); length += 1) {
				const { findings, isWhole } = lookAtPatch(patch.subarray(0, length), secretRule);
				assert.ok(!isWhole, `cut off at ${length}`);
				assert.equal(findings.length, length > patch.indexOf('línea') ? 1 : findings.length);
			}
		}
		assert.ok(lookAtPatch(patch, secretRule).isWhole);
	});

	for (const [what, patch] of Object.entries({
		'no patch': 'hola\n',
		'another form': 'diff --cc a\n',
		'words of Git between the files': 'diff --git a/x b/x\nnew file mode 100644\nhello\n',
		'a binary file without its bytes': 'diff --git a/x b/x\nindex 1..2 100644\nBinary files a/x and b/x differ\n',
		'a hunk without an end': 'diff --git a/x b/x\nindex 1..2\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n',
		'a hunk of nothing': 'diff --git a/x b/x\nindex 1..2\n--- a/x\n+++ b/x\n@@ -a +b @@\n',
		'a line of no side': 'diff --git a/x b/x\nindex 1..2\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n*a\n',
		'a line more of one side': 'diff --git a/x b/x\nindex 1..2\n--- a/x\n+++ b/x\n@@ -1 +0,0 @@\n a\n',
		'a line too many': 'diff --git a/x b/x\nindex 1..2\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n+c\n',
		'no base85': 'diff --git a/x b/x\nindex 1..2\nGIT binary patch\nliteral 4\nD"""""\n\nliteral 0\nHcmV?d00001\n\n',
		'what cannot be inflated':
			'diff --git a/x b/x\nindex 1..2\nGIT binary patch\nliteral 4\nD00000\n\nliteral 0\nHcmV?d00001\n\n',
		'two names without a rename': 'diff --git a/x b/y\nold mode 100644\nnew mode 100755\n',
		'a name that no file has': `diff --git a/${'x'.repeat(300_000)} b/${'x'.repeat(300_000)}\nold mode 1\n`,
	})) {
		it(`takes ${what} for no whole patch`, () => {
			assert.equal(lookAtPatch(Buffer.from(patch), secretRule).isWhole, false);
		});
	}
});

describe('the sides of a patch', () => {
	// Seeded, so that what fails fails again.
	let state = 20_261_128;
	function random(below: number): number {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	}
	const pick = <T>(choices: readonly T[]): T => choices[random(choices.length)] as T;

	const parts = ['a', 'ñ', ' ', '"', '\\', '\t', 'b/', '.env', 'x'];
	const endings = ['\n', '\n', '\n', '\r\n', '\n\n'];
	const texts = [
		'uno',
		'',
		'-- a/x',
		'++ b/x',
		'@@ -1 +1 @@',
		'diff --git a/x b/x',
		'\\ No newline at end of file',
		'GIT binary patch',
	];

	function text(): Buffer {
		const rows = Array.from({ length: random(40) }, () =>
			Buffer.from(pick(texts) + random(9) + pick(endings), pick(['utf8', 'latin1'])),
		);
		return Buffer.concat([...rows, Buffer.from(pick(['', 'fin', '\xe9']), 'latin1')]);
	}
	const contents = () => (random(5) === 0 ? Buffer.concat([Buffer.alloc(1), text(), text()]) : text());
	const name = () =>
		`${random(4)}/${random(1_000_000)}${Array.from({ length: 1 + random(4) }, () => pick(parts)).join('')}${random(100)}`;

	const form = ['diff', '--binary', '--full-index', '-M', '--src-prefix=a/', '--dst-prefix=b/', '--submodule=short'];

	function git(repository: Repository, ...args: readonly string[]): Buffer {
		return execFileSync(gitPath, ['-c', 'core.quotePath=false', ...args], { cwd: repository.root, maxBuffer: 1e9 });
	}

	function filesOf(patch: Buffer): readonly (readonly PatchSide[])[] {
		const files: (readonly PatchSide[])[] = [];
		const walk = patchSides(patch);
		for (let next = walk.next(); ; next = walk.next()) {
			if (next.done) {
				assert.ok(next.value, 'the patch was not read to its end');
				return files;
			}
			files.push(next.value);
		}
	}

	// `M\0path\0`, but `R087\0old\0new\0`: which sides there are, and their paths.
	function changesOf(output: string): readonly (readonly string[])[] {
		const fields = output.split('\0').slice(0, -1);
		const changes: string[][] = [];
		while (fields.length > 0) {
			const status = fields.shift() ?? '';
			const from = `/${fields.shift()}`;
			const to = status.startsWith('R') ? `/${fields.shift()}` : from;
			changes.push(status === 'A' || status === 'D' ? [from] : [from, to]);
		}
		return changes;
	}

	it('are those of the files of 50 random commits with random changes', () => {
		const repository = new Repository();
		let compared = 0;
		try {
			for (let round = 0; round < 50; round += 1) {
				const old = new Map(Array.from({ length: 12 }, () => [name(), contents()]));
				repository.clear();
				writeAll(repository, old);
				repository.commit();
				const changed = new Map([...old].flatMap(([file, was]) => change(file, was)));
				repository.clear();
				writeAll(repository, changed);
				repository.git('add', '--all');
				const range = ['--cached', 'HEAD'];
				const wanted = changesOf(git(repository, 'diff', '-M', '--name-status', '-z', ...range).toString());

				// With all lines around what has changed, a side is the whole file.
				const files = filesOf(git(repository, ...form, '--unified=1000000', ...range));

				const paths = files.map(sides => sides.map(({ path }) => path));
				assert.deepEqual(paths, wanted);
				for (const sides of files) {
					for (const [index, { path, form, bytes }] of sides.entries()) {
						const isOld = sides.length === 2 ? index === 0 : !changed.has(path.slice(1));
						if (form !== 'delta' && (bytes.length > 0 || sides.length === 1)) {
							const read = form === 'lines' ? bytes : inflateSync(bytes);
							assert.deepEqual(Buffer.from(read), (isOld ? old : changed).get(path.slice(1)), `${round}: ${path}`);
							compared += 1;
						}
					}
				}
				assert.deepEqual(
					filesOf(git(repository, ...form, ...range)).map(sides => sides.map(({ path }) => path)),
					wanted,
				);
			}
		} finally {
			repository.delete();
		}
		assert.ok(compared > 300, `only ${compared} were compared`);
	});

	function writeAll(repository: Repository, files: ReadonlyMap<string, Buffer>): void {
		for (const [file, bytes] of files) {
			repository.write(file, bytes, pick([0o644, 0o755]));
		}
	}

	function change(file: string, was: Buffer): readonly (readonly [string, Buffer])[] {
		switch (random(6)) {
			case 0:
				return [];
			case 1:
				return [[`otro ${file}`, random(2) ? was : Buffer.concat([was, Buffer.from('más\n')])]];
			case 2:
				return [[file, Buffer.concat([was, contents()])]];
			case 3:
				return [[file, was.subarray(random(was.length))]];
			case 4:
				return [
					[file, was],
					[`nuevo/${file}`, contents()],
				];
			default:
				return [[file, was]];
		}
	}

	it('have at most the first part of a file, byte for byte', () => {
		const repository = new Repository();
		try {
			const old = Buffer.from(Array.from({ length: 30_000 }, (_, index) => `${index}\n`).join(''));
			repository.write('a.txt', old);
			repository.commit();
			repository.write('a.txt', 'x'.repeat(firstPartBytes - 1));

			const [[before, after] = []] = filesOf(git(repository, ...form, 'HEAD'));

			assert.deepEqual(Buffer.from(before?.bytes ?? []), old.subarray(0, firstPartBytes));
			assert.equal(after?.bytes.length, firstPartBytes - 1);
		} finally {
			repository.delete();
		}
	});
});
