import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { ListHabits } from '../../../src/attach/arrival/list-habits.js';
import type { Confirmed } from '../../../src/attach/plan/plan.js';
import { confirmedPart, readWhole } from '../../../src/cor/http/confirmed-part.js';
import type { FilePart } from '../../../src/cor/http/multipart.js';
import { TaskCourier } from '../../../src/cor/task-courier.js';
import { startedSandbox } from '../../sandbox/kit/started-sandbox.js';
import { inShort, signIn } from '../kit/connect.js';
import { Handles } from '../kit/parts.js';

const signal = new AbortController().signal;

function partOf(pieces: readonly string[], handles = new Handles()): FilePart {
	const size = Buffer.byteLength(pieces.join(''));
	return handles.partOf('a.txt', size, () => pieces.map(piece => Buffer.from(piece)));
}

function confirmedAs(text: string, changes: Partial<Confirmed> = {}): Confirmed {
	const bytes = Buffer.from(text);
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	return { size: bytes.length, mtimeMs: undefined, sha256, ...changes };
}

describe('a part that was confirmed', () => {
	it('is read to its end to be confirmed', async () => {
		assert.deepEqual(await readWhole({ ...partOf(['ei', 'ns']), mtimeMs: 1.5 }), confirmedAs('eins', { mtimeMs: 1.5 }));
		assert.deepEqual(await readWhole(partOf([])), confirmedAs(''));
	});

	it('is not read on once the signal fires, and is closed', async () => {
		const handles = new Handles();
		await assert.rejects(readWhole(partOf(['ei', 'ns'], handles), AbortSignal.abort()), { name: 'AbortError' });
		assert.equal(handles.open, 0);
	});

	for (const pieces of [['ei', 'ns'], ['eins'], ['e', '', 'ins', ''], []]) {
		it(`gives its bytes, in ${pieces.length} pieces, each time it is opened`, async () => {
			const part = confirmedPart(partOf(pieces), confirmedAs(pieces.join('')));
			for (const _ of [1, 2]) {
				assert.equal(Buffer.concat(await part.open().toArray()).toString(), pieces.join(''));
			}
		});
	}

	it('is refused at once where size or time is another', () => {
		const isChanged = { kind: 'file-changed' };
		assert.throws(() => confirmedPart(partOf(['eins!']), confirmedAs('eins')), isChanged);
		assert.throws(
			() => confirmedPart({ ...partOf(['eins']), mtimeMs: 2 }, confirmedAs('eins', { mtimeMs: 1 })),
			isChanged,
		);
		assert.throws(() => confirmedPart(partOf(['eins']), confirmedAs('eins', { mtimeMs: 1 })), isChanged);
	});

	for (const pieces of [['zwei'], ['zw', 'ei'], ['ein', 'z', '']]) {
		it(`keeps its last piece back where other bytes come: ${JSON.stringify(pieces)}`, async () => {
			const handles = new Handles();
			const given: Uint8Array[] = [];
			const stream = confirmedPart(partOf(pieces, handles), confirmedAs('eins')).open();
			const reading = async () => {
				for await (const piece of stream) {
					given.push(piece);
				}
			};
			await assert.rejects(reading(), { kind: 'file-changed' });
			assert.equal(Buffer.concat(given).toString(), pieces.filter(Boolean).slice(0, -1).join(''));
			assert.equal(handles.open, 0);
		});
	}

	it('lets a failure of the file through', async () => {
		const failing = new Handles().partOf('a.txt', 4, function* () {
			yield Buffer.from('ei');
			throw new Error('broken');
		});
		await assert.rejects(readWhole(confirmedPart(failing, confirmedAs('eins'))), /broken/);
	});
});

describe('a courier of files that were confirmed', () => {
	const sandbox = startedSandbox();

	const megabytes = (byte: string) => Array.from({ length: 24 }, () => byte.repeat(1024 * 1024));

	async function deliver(
		files: readonly { readonly sent: readonly string[]; readonly confirmed: readonly string[] }[],
	) {
		const handles = new Handles();
		const planned = files.map(({ sent, confirmed }, index) => ({
			uri: `file:///${index}`,
			relativePath: `${index}.txt`,
			name: `${index}.txt`,
			size: Buffer.byteLength(sent.join('')),
			confirmed: confirmedAs(confirmed.join('')),
			sent,
		}));
		const courier = new TaskCourier({
			client: signIn(sandbox.current),
			taskId: 4101,
			fields: {},
			habits: new ListHabits(),
			openPart: async file => {
				const { sent = [], name = '' } = planned.find(({ uri }) => uri === file.uri) ?? {};
				return { ...partOf(sent, handles), name };
			},
		});
		const { loads, send } = await courier.prepare(planned);
		const ends = loads.some(({ status }) => status === 'ready') ? await send(signal) : [];
		await sandbox.current.settled();
		assert.equal(handles.open, 0);
		const stored = sandbox.current.attachments(4101).map(({ originalname }) => originalname);
		return { loads: loads.map(({ status }) => status), ends: ends.map(inShort), stored };
	}

	it('brings one as it was confirmed, of whatever size', async () => {
		const contents = megabytes('a');
		assert.deepEqual(await deliver([{ sent: contents, confirmed: contents }]), {
			loads: ['ready'],
			ends: ['attached'],
			stored: ['0.txt'],
		});
	});

	it('brings none with other bytes: no server has the whole', async () => {
		assert.deepEqual(await deliver([{ sent: megabytes('b'), confirmed: megabytes('a') }]), {
			loads: ['ready'],
			ends: ['failed file-changed'],
			stored: [],
		});
		const request = sandbox.current.requests.findLast(({ method }) => method === 'POST');
		assert.equal(request?.state, 'aborted');
	});

	it('sends no byte of one of another size', async () => {
		assert.deepEqual(await deliver([{ sent: megabytes('a'), confirmed: ['a'] }]), {
			loads: ['failed'],
			ends: [],
			stored: [],
		});
		assert.deepEqual(
			sandbox.current.requests.filter(({ method }) => method === 'POST'),
			[],
		);
	});

	it('sends no byte of one with other bytes among several', async () => {
		const files = [
			{ sent: ['eins'], confirmed: ['eins'] },
			{ sent: ['zwei'], confirmed: ['drei'] },
		];
		assert.deepEqual(await deliver(files), {
			loads: ['ready', 'failed'],
			ends: ['attached'],
			stored: ['0.txt'],
		});
	});
});
