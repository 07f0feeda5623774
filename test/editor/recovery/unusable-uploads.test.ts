import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { LaterLooks } from '../../../src/attach/arrival/later-looks.js';
import { systemClock } from '../../../src/attach/clock.js';
import { batchLine } from '../../../src/attach/journal/journal-lines.js';
import type { Parts } from '../../../src/editor/flow/parts.js';
import { UnfinishedUploads } from '../../../src/editor/recovery/unfinished-uploads.js';
import { JournalStore } from '../../../src/machine/journal/journal-store.js';
import { TaskMemory } from '../../../src/machine/memory/task-memory.js';
import { batchOf } from '../../machine/kit/batch-of.js';
import { KeptInMemory } from '../../machine/kit/kept-in-memory.js';
import { text } from '../kit/text.js';
import { useCor } from '../kit/use-cor.js';

const dayMs = 24 * 60 * 60 * 1_000;

describe('interrupted uploads that cannot be finished', () => {
	const cor = useCor();
	const shown = useShownMessages();
	let folder = '';
	let uploads: UnfinishedUploads;

	const open = (): UnfinishedUploads => {
		const log = { info: () => {}, warn: () => {}, error: (message: string) => assert.fail(message) };
		const journals = new JournalStore(folder, log);
		const memory = new TaskMemory(new KeptInMemory(), new KeptInMemory(), () => {});
		const later = new LaterLooks(systemClock);
		return new UnfinishedUploads({ journals, later, log, memory, status: {} } as unknown as Parts);
	};
	const write = (name: string, contents: string) => writeFile(path.join(folder, `${name}.00.jsonl`), contents);
	const lineOf = (title: string, ageDays = 0): string =>
		batchLine({ id: title, ...batchOf(2, title, new Date(Date.now() - ageDays * dayMs)) });
	const begins = text("Some interrupted uploads can't be resumed.");

	beforeEach(async () => {
		folder = path.join(cor.folder, 'journal');
		await mkdir(folder);
		uploads = open();
	});

	it('are told in one message with their files and tasks as far as known, and never called none', async () => {
		await write('newer', lineOf('New').replace('"version":', '"version":9'));
		await write('broken', `${lineOf('Broken')}no line of ours\n`);
		await write('old', lineOf('Old', 31));

		await uploads.finish();

		assert.deepEqual(
			shown.map(({ message }) => message),
			[
				[
					begins,
					text(
						'Started by a newer version of the extension: {0}. Reload the window or update the extension to resume.',
						'0.txt, 1.txt (#4101 New)',
					),
					text(
						"Interrupted, and the record can't be read: {0}. Check the task before sending again.",
						'0.txt, 1.txt (#4101 Broken)',
					),
					text(
						'No longer kept (30 days, 50 uploads at most): {0}. Check the task for missing files.',
						'0.txt, 1.txt (#4101 Old)',
					),
				].join(' '),
			],
		);
		assert.deepEqual(shown[0]?.buttons, [text('Show in Folder'), text('Show Log')]);
	});

	it('are told once at an attach where they stay, and each time somebody asks for them', async () => {
		await write('newer', lineOf('New').replace('"version":', '"version":9'));

		await uploads.offer();
		await uploads.offer();
		assert.equal(shown.length, 1);

		await uploads.finish();
		await open().offer();
		assert.equal(shown.length, 3);
		assert.ok(shown.every(({ message }) => message.startsWith(begins)));
	});

	it('are gone once they were told where nothing of them stays', async () => {
		await write('old', lineOf('Old', 31));
		await uploads.finish();
		await uploads.finish();

		assert.deepEqual(
			shown.map(({ message }) => message.startsWith(begins)),
			[true, false],
		);
		assert.equal(shown[1]?.message, text('There are no interrupted uploads.'));
	});

	it('are not called none where they go to another address than the one in force', async () => {
		await write('other', lineOf('Other'));

		await uploads.finish();

		const kept =
			'There are no interrupted uploads to {0}. Those to {1} are kept. To resume them, restore their API address.';
		assert.deepEqual(
			shown.map(({ message }) => message),
			[text(kept, new URL(cor.sandbox.apiUrl).href, batchOf(1).apiUrl)],
		);
	});

	it('fit in one short message where there are 200', async () => {
		for (let count = 0; count < 200; count += 1) {
			await write(`old-${count}`, lineOf('Old', 31));
		}

		await uploads.offer();

		assert.equal(shown.length, 1);
		const all = text('{0} and {1} more', '0.txt, 1.txt, 0.txt', 397);
		assert.ok(shown[0]?.message.includes(`${all} (#4101 Old)`), shown[0]?.message);
	});

	it('are told though nothing of them can be read', async () => {
		await mkdir(path.join(folder, 'folder.00.jsonl'));

		await uploads.finish();

		assert.equal(shown.length, 1);
		assert.match(shown[0]?.message ?? '', /the record can't be read: an? .*upload/);
	});
});

interface Shown {
	readonly message: string;
	readonly buttons: readonly string[];
}

type Show = 'showWarningMessage' | 'showInformationMessage';

/** For the suite around it: notes the messages of code under test in place of showing them, and leaves each unanswered. */
function useShownMessages(): readonly Shown[] {
	const shown: Shown[] = [];
	const real: Partial<Record<Show, unknown>> = {};
	const window = vscode.window as unknown as Record<Show, unknown>;

	beforeEach(() => {
		shown.length = 0;
		for (const name of ['showWarningMessage', 'showInformationMessage'] as const) {
			real[name] = window[name];
			window[name] = async (message: string, ...items: readonly unknown[]) => {
				shown.push({ message, buttons: items.filter(item => typeof item === 'string') });
			};
		}
	});
	afterEach(() => {
		Object.assign(window, real);
	});
	return shown;
}
