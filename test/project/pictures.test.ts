import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { interfaceTexts, readMadeFrom, sha256Of } from './kit/made-from.js';
import { root } from './kit/manifest.js';
import { picturesOf, readmes } from './kit/readmes.js';

const film = 'media/film.gif';
const bytesOf = (file: string): number => statSync(path.join(root, file)).size;
const shown = picturesOf(readFileSync(path.join(root, 'README.md'), 'utf8')).map(({ file }) => file);

describe('the pictures of the README', () => {
	for (const [name] of readmes) {
		it(`are shown at half their size, with words for those who can't see them: ${name}`, () => {
			for (const { file, words, width } of picturesOf(readFileSync(path.join(root, name), 'utf8'))) {
				assert.ok(words.length > 20, file);
				if (file !== film) {
					assert.equal((width ?? 0) * 2, readFileSync(path.join(root, file)).readUInt32BE(16), file); // a PNG's width
				}
			}
		});
	}

	it('are all that is stored, each as the command that made it has noted', () => {
		const stored = readdirSync(path.join(root, 'media/screenshots')).map(name => `media/screenshots/${name}`);
		assert.deepEqual([film, ...stored].sort(), shown.toSorted());
		const noted = Object.entries(readMadeFrom()).map(([file, { sha256 }]) => [file, sha256]);
		assert.deepEqual(
			noted,
			shown.toSorted().map(file => [file, sha256Of(file)]),
		);
	});

	it('show no text that the interface no longer has: if they do, `npm run pictures` and `npm run film`', () => {
		const known = interfaceTexts();
		const old = Object.entries(readMadeFrom()).map(([file, { texts }]) => {
			assert.ok(texts.length > 0, `${file} shows nothing of ours`);
			return [file, texts.filter(text => !known.has(text))] as const;
		});
		assert.deepEqual(
			old.filter(([, texts]) => texts.length > 0),
			[],
		);
	});

	it('are small: 1 MB of film, 1.5 MB of all that lies beside it', () => {
		const files = readdirSync(path.join(root, 'media'), { recursive: true, encoding: 'utf8' });
		const sizes = files.map(file => statSync(path.join(root, 'media', file))).filter(stat => stat.isFile());
		const bytes = sizes.reduce((sum, { size }) => sum + size, 0);
		assert.ok(bytes < 1_500_000, `${bytes} bytes`);
		assert.ok(bytesOf(film) < 1_000_000, `${bytesOf(film)} bytes`);
	});

	it('begin with a moving one that takes 10 to 12 seconds', () => {
		assert.equal(shown[0], film);
		const gif = readFileSync(path.join(root, film));
		assert.equal(gif.subarray(0, 6).toString('latin1'), 'GIF89a');
		const [width, seconds] = [gif.readUInt16LE(6), secondsOf(gif)];
		assert.ok(width >= 800 && width <= 1_280, `${width} pixels`);
		assert.ok(seconds >= 10 && seconds <= 12, `${seconds} s`);
	});
});

/** How long a GIF runs: each of its pictures says for how many hundredths of a second it stands. */
function secondsOf(gif: Buffer): number {
	let hundredths = 0;
	const control = Buffer.from([0x21, 0xf9, 0x04]);
	for (let at = gif.indexOf(control); at >= 0; at = gif.indexOf(control, at + 1)) {
		const isFrame = gif[at + 7] === 0 && gif[at + 8] === 0x2c; // else it is by chance among the pixels
		hundredths += isFrame ? gif.readUInt16LE(at + 4) : 0;
	}
	return hundredths / 100;
}
