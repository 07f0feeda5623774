import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { part, startedSandbox } from '../kit/started-sandbox.js';
import { type Checks, checkVariants, hola, observe, requestsTo } from '../kit/variant-checks.js';
import type { uploadVariants } from './upload-variants.js';

describe('each plausible way in which COR takes an upload', () => {
	const sandbox = startedSandbox();
	const { upload, list, place, stored } = requestsTo(sandbox);

	const refused = () => {
		sandbox.current.set({ limits: { maxFileBytes: 1 } });
		return upload();
	};
	const severalTold = async () => {
		const files = ['a.txt', 'b.txt'].map(name => ({ ...hola, name }));
		const { status, json } = await observe(sandbox.upload(4101, files));
		const names = (those: readonly { originalname: string }[] = []) => those.map(({ originalname }) => originalname);
		return [status, names(json.files), names(stored())];
	};
	const thirdVersion = async () => {
		const root = (await upload()).json.files[0].id;
		const child = (await upload(hola, { attachment_parent_id: String(root) })).json.files[0].id;
		return upload(hola, { attachment_parent_id: String(child) });
	};
	const plainName = async () => {
		const file = part('name="file"; filename="ñ.txt"', '', Buffer.from('x'));
		return (await observe(sandbox.sendParts(4101, [file]))).json.files[0].originalname;
	};
	const strayVersion = () => upload(hola, { attachment_parent_id: '5' });
	const failing = async () => {
		const { status, json } = await upload();
		return [status, json[0]?.field, stored().length];
	};
	/** The ids that the answer tells, as what they are. */
	const toldOf = async () => {
		const older = { [await place('otro.txt', 9)]: 'other', [await place('hola.txt', 8)]: 'before' };
		await place('otro.txt', 7);
		const { json } = await upload();
		return json.files.map(({ id }: { id: number }) => older[id] ?? (id === stored().at(-1)?.id ? 'own' : 'wrong'));
	};
	const sizeTold = async () => {
		const { json } = await upload({ name: 'a.bin', bytes: Buffer.alloc(5_700) });
		assert.equal((await list()).json.data[0].size, 5_700);
		return json.files[0].size;
	};

	const checks: Checks<keyof typeof uploadVariants> = {
		singleRefusal: {
			'400': async () => assert.equal((await refused()).json.code, 'FS001'),
			'200': async () => {
				const { status, json } = await refused();
				assert.deepEqual([status, json.files, json.files_q, json.errors.length], [200, [], 0, 1]);
			},
		},
		refusalBeside: {
			nothing: async () => {
				await place('hola.txt', 1);
				assert.equal((await refused()).status, 400);
			},
			older: async () => {
				const id = await place('hola.txt', 1);
				const { status, json } = await refused();
				assert.deepEqual([status, json.files[0].id, json.errors[0].filename], [200, id, 'hola.txt']);
			},
		},
		severalFiles: {
			each: async () => assert.deepEqual(await severalTold(), [200, ['a.txt', 'b.txt'], ['a.txt', 'b.txt']]),
			first: async () => assert.deepEqual(await severalTold(), [200, ['a.txt'], ['a.txt']]),
			'tells-first': async () => assert.deepEqual(await severalTold(), [200, ['a.txt'], ['a.txt', 'b.txt']]),
			'refused-400': async () => assert.deepEqual(await severalTold(), [400, [], []]),
			'refused-417': async () => assert.deepEqual(await severalTold(), [417, [], []]),
			'fails-500': async () => assert.deepEqual(await severalTold(), [500, [], []]),
		},
		fileNameCharset: {
			latin1: async () => assert.equal(await plainName(), 'Ã±.txt'),
			utf8: async () => assert.equal(await plainName(), 'ñ.txt'),
		},
		childAsParent: {
			accepted: async () => assert.equal((await thirdVersion()).json.files[0].version, 3),
			refused: async () => assert.equal((await thirdVersion()).status, 417),
		},
		missingParent: {
			'417': async () => assert.equal((await strayVersion()).json[0].field, 'attachment_parent_id'),
			'404': async () => {
				const { status, json } = await strayVersion();
				assert.deepEqual([status, json], [404, { status: 'ERROR', code: 'FS003', message: 'Undefined attachment' }]);
			},
		},
		failedField: {
			none: async () => assert.deepEqual(await failing(), [200, undefined, 1]),
			task_id: async () => assert.deepEqual(await failing(), [417, 'task_id', 0]),
			created_from: async () => assert.deepEqual(await failing(), [417, 'created_from', 0]),
			attachmentParentId: async () => {
				sandbox.current.set({ variants: { validationBody: 'custom-error' } });
				const { status, json } = await upload();
				assert.deepEqual([status, json.message], [417, 'exists validation failed on attachmentParentId']);
			},
		},
		keptBytes: {
			all: async () => assert.equal((await upload()).json.files[0].size, 4),
			half: async () => {
				assert.equal((await upload()).json.files[0].size, 2);
				const [half] = stored();
				assert.equal(await readFile(half?.path ?? '', 'utf8'), 'ho');
				assert.equal(half?.sha256, 'a821c62e8104f8519d639b4c0948aece641b143f6601fa145993bb2e2c7299d4');
			},
		},
		toldEntry: {
			stored: async () => assert.deepEqual(await toldOf(), ['own']),
			older: async () => assert.deepEqual(await toldOf(), ['before']),
			'older-first': async () => assert.deepEqual(await toldOf(), ['before', 'own']),
		},
		toldSize: {
			bytes: async () => assert.equal(await sizeTold(), 5_700),
			half: async () => assert.equal(await sizeTold(), 2_850),
			rounded: async () => assert.equal(await sizeTold(), 6_000),
			kilobytes: async () => assert.equal(await sizeTold(), 6),
			text: async () => assert.equal(await sizeTold(), '5700'),
			'text-with-unit': async () => assert.equal(await sizeTold(), '6 KB'),
			zero: async () => assert.equal(await sizeTold(), 0),
			missing: async () => assert.equal(await sizeTold(), undefined),
		},
		uploadBody: {
			documented: async () => assert.equal((await upload()).json.files_q, 1),
			null: async () => assert.deepEqual([(await upload()).json, stored().length], [null, 1]),
			'no-content': async () => assert.deepEqual([(await upload()).status, stored().length], [204, 1]),
			wrapped: async () => assert.equal((await upload()).json.data.files_q, 1),
		},
	};
	checkVariants(sandbox, checks);

	it('tells an older attachment of another name where there is none of the same', async () => {
		const id = await place('otro.txt', 9);
		sandbox.current.set({ variants: { toldEntry: 'older' } });

		assert.equal((await upload()).json.files[0].id, id);
	});
});
