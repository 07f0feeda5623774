import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { hashedPart, maxHashedBytes } from '../../../src/cor/http/hashed-part.js';
import type { FilePart } from '../../../src/cor/http/multipart.js';

const contents = [Buffer.from('dise'), Buffer.from('ño')];

function part(changes: Partial<FilePart> = {}): FilePart {
	return { name: 'a.txt', size: 7, open: () => Readable.from(contents), ...changes };
}

describe('the hash of what was sent', () => {
	it('is there when all of it was read, and the bytes are the same', async () => {
		const hashed = hashedPart(part());
		assert.equal(hashed.sha256(), undefined);
		assert.equal(Buffer.concat(await hashed.open().toArray()).toString(), 'diseño');
		assert.equal(hashed.sha256(), createHash('sha256').update('diseño').digest('hex'));
	});

	it('is not there after a reading that broke off, and begins anew with the next', async () => {
		const hashed = hashedPart(part());
		await hashed.open().toArray();
		const broken = hashed.open();
		for await (const _ of broken) {
			break;
		}
		assert.equal(hashed.sha256(), undefined);
		await hashed.open().toArray();
		assert.equal(hashed.sha256()?.length, 64);
	});

	it('lets a failure through', async () => {
		const failure = new Error('the file changed');
		const source = new Readable({ read: () => source.destroy(failure) });
		await assert.rejects(
			hashedPart(part({ open: () => source }))
				.open()
				.toArray(),
			failure,
		);
	});

	it('closes what it reads when it is closed', async () => {
		const source = Readable.from(contents);
		for await (const _ of hashedPart(part({ open: () => source })).open()) {
			break;
		}
		assert.equal(source.destroyed, true);
	});

	it('is not made of large files', () => {
		const large = part({ size: maxHashedBytes + 1 });
		assert.equal(hashedPart(large).open, large.open);
	});
});
