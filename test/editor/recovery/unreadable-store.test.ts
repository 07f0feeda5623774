import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LaterLooks } from '../../../src/attach/arrival/later-looks.js';
import { systemClock } from '../../../src/attach/clock.js';
import { batchLine } from '../../../src/attach/journal/journal-lines.js';
import type { Parts } from '../../../src/editor/flow/parts.js';
import { UnfinishedUploads } from '../../../src/editor/recovery/unfinished-uploads.js';
import { JournalStore } from '../../../src/machine/journal/journal-store.js';
import { batchOf } from '../../machine/kit/batch-of.js';
import { useShownMessages } from '../kit/person.js';
import { text } from '../kit/text.js';
import { useCor } from '../kit/use-cor.js';
import { useWindows } from '../kit/use-windows.js';

describe('an interrupted upload where the secret storage cannot be read', () => {
	const cor = useCor();
	const windows = useWindows(cor);
	const shown = useShownMessages(({ buttons }) => buttons.find(button => button === text('Discard')));

	for (const way of ['offer', 'finish'] as const) {
		it(`is asked about all the same, and can be discarded: ${way}`, async () => {
			const folder = path.join(cor.folder, 'journal');
			await mkdir(folder);
			const batch = { id: 'batch', ...batchOf(2), apiUrl: windows.apiUrl.href };
			await writeFile(path.join(folder, 'batch.00.jsonl'), batchLine(batch));
			const log = { info: () => {}, warn: assert.fail, error: assert.fail };
			const [journals, later] = [new JournalStore(folder, log), new LaterLooks(systemClock)];
			const parts = { accounts: windows.open(), journals, later, log, status: {} } as unknown as Parts;
			windows.secrets.failing.add('get');

			await new UnfinishedUploads(parts)[way]();

			assert.deepEqual(
				shown.map(({ message }) => message),
				[text('Resume the interrupted upload to {0}?', '#4101 Diseño')],
			);
			assert.deepEqual((await journals.free()).journals, []);
			later.dispose();
			await journals.dispose();
		});
	}
});
