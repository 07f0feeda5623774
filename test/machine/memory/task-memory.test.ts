import assert from 'node:assert/strict';
import { type KnownTask, TaskMemory } from '../../../src/machine/memory/task-memory.js';
import { KeptInMemory } from '../kit/kept-in-memory.js';

const logo: KnownTask = { id: 7, title: 'Logo', project: 'Marca', client: 'Acme' };
const banner: KnownTask = { id: 8, title: 'Banner' };
const recent = 'corAttachments.recentTasks';
const pinned = 'corAttachments.pinnedTasks';
const pages = 'corAttachments.taskPages';

describe('the memory of tasks', () => {
	const open = (ofWorkspace: KeptInMemory, ofUser = new KeptInMemory()) => {
		const warnings: string[] = [];
		return { memory: new TaskMemory(ofWorkspace, ofUser, message => warnings.push(message)), warnings };
	};

	it('keeps what is pinned as COR tells it now', async () => {
		const kept = new KeptInMemory();
		const { memory, warnings } = open(kept);
		await memory.pin(banner);
		await memory.remember(logo);
		await memory.remember({ ...banner, title: 'Banner 2' });

		const renamed = { id: 8, title: 'Banner 2' };
		assert.deepEqual(kept.get(recent), { version: 1, value: [renamed, logo] });
		assert.deepEqual(kept.get(pinned), { version: 1, value: [renamed] });
		assert.deepEqual(open(kept).memory.recent(), [renamed, logo]);
		assert.deepEqual(warnings, []);
	});

	it('leaves what a newer version stored as it is, and works without it', async () => {
		const newer = { version: 2, value: [logo] };
		const kept = new KeptInMemory({ [recent]: newer, [pinned]: newer });
		const user = new KeptInMemory({ [pages]: newer });
		const { memory, warnings } = open(kept, user);
		assert.deepEqual([memory.recent(), memory.pinned(), memory.taskPages()], [[], [], undefined]);

		await memory.remember(banner);
		await memory.pin(banner);
		await memory.rememberTaskPages('https://acme.cor.works/tasks');

		assert.deepEqual([memory.recent(), memory.pinned()], [[banner], [banner]]);
		assert.equal(memory.taskPages(), 'https://acme.cor.works/tasks');
		assert.deepEqual([kept.all, user.all], [{ [recent]: newer, [pinned]: newer }, { [pages]: newer }]);
		assert.equal(warnings.length, 3);
	});

	for (const value of [undefined, {}, [{ id: 9 }, null, 'x']]) {
		it(`neither uses nor loses ${JSON.stringify(value)}`, async () => {
			const stored = JSON.parse(JSON.stringify({ version: 1, value }));
			const kept = new KeptInMemory({ [recent]: stored, [pinned]: stored });
			const user = new KeptInMemory({ [pages]: stored });
			const { memory, warnings } = open(kept, user);
			assert.deepEqual([memory.recent(), memory.pinned(), memory.taskPages()], [[], [], undefined]);

			await memory.remember(banner);
			await memory.pin(banner);
			await memory.rememberTaskPages('https://acme.cor.works/tasks');

			assert.deepEqual([memory.recent(), memory.pinned()], [[banner], [banner]]);
			assert.equal(memory.taskPages(), 'https://acme.cor.works/tasks');
			assert.deepEqual(
				[kept.get(`${recent}.broken`), kept.get(`${pinned}.broken`), user.get(`${pages}.broken`)],
				[[stored], [stored], [stored]],
			);
			assert.equal(warnings.length, 3);
		});
	}

	it('uses of broken tasks what is right, and keeps the whole', async () => {
		const value = [logo, { id: '8', title: 'Banner' }, { id: 9 }, null, 'x', { ...banner, client: 5 }];
		const kept = new KeptInMemory({ [recent]: { version: 1, value } });
		const { memory, warnings } = open(kept);
		assert.deepEqual(memory.recent(), [logo]);
		await memory.remember(banner);

		assert.deepEqual(memory.recent(), [banner, logo]);
		assert.deepEqual(kept.get(`${recent}.broken`), [{ version: 1, value }]);
		assert.equal(warnings.length, 1);
	});

	for (const address of ['javascript:alert(1)', 'file:///etc', 'cor.works']) {
		it(`takes no ${address} for where COR shows tasks`, () => {
			assert.equal(
				open(new KeptInMemory(), new KeptInMemory({ [pages]: { version: 1, value: address } })).memory.taskPages(),
				undefined,
			);
		});
	}

	it('remembers ten tasks and pins twenty', async () => {
		const { memory } = open(new KeptInMemory());
		for (let id = 1; id <= 25; id += 1) {
			await memory.remember({ id, title: `${id}` });
			await memory.pin({ id, title: `${id}` });
		}
		assert.deepEqual([memory.recent().length, memory.recent()[0]?.id], [10, 25]);
		assert.deepEqual([memory.pinned().length, memory.pinned()[0]?.id, memory.pinned().at(-1)?.id], [20, 6, 25]);
	});
});
