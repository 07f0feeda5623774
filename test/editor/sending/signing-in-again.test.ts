import assert from 'node:assert/strict';
import path from 'node:path';
import { AllListHabits } from '../../../src/attach/arrival/list-habits.js';
import { PackTrusts } from '../../../src/attach/delivery/pack-trust.js';
import { CorError } from '../../../src/attach/errors.js';
import { send, unmatched } from '../../../src/attach/plan/stages.js';
import { gatherFiles } from '../../../src/editor/files/gather.js';
import { sendFiles } from '../../../src/editor/sending/send-files.js';
import type { SendingParts } from '../../../src/editor/sending/shipment.js';
import { UploadQueue } from '../../../src/editor/sending/upload-queue.js';
import { Archives } from '../../../src/machine/archive/archives.js';
import { JournalStore } from '../../../src/machine/journal/journal-store.js';
import { useCor } from '../kit/use-cor.js';
import { useLooks } from '../kit/use-looks.js';
import { useWindows } from '../kit/use-windows.js';

const task = { id: 4101, title: 'Diseño de la campaña de invierno' };

describe('signing in again for a batch', () => {
	const cor = useCor();
	const windows = useWindows(cor);
	const looks = useLooks();

	it('leaves its files refused where the secret storage cannot be opened, and the log says why', async () => {
		const errors: string[] = [];
		const log = { info: () => {}, warn: () => {}, error: (line: string) => errors.push(line) };
		const parts = {
			...looks,
			queue: new UploadQueue(),
			habits: new AllListHabits(),
			trusts: new PackTrusts(),
			journals: new JournalStore(path.join(cor.folder, 'journal'), log),
			archives: new Archives(path.join(cor.folder, 'archives')),
			log,
		} as unknown as SendingParts;
		const accounts = windows.open();
		await windows.signIn(accounts, windows.tokenPair());
		const connection = await windows.connected(accounts);
		const { files } = await gatherFiles(parts.worker, [await cor.write('a.txt', 'a')], 'shown');
		cor.sandbox.revokeRefreshTokens();
		cor.sandbox.expireTokens();

		const { outcomes } = await sendFiles(parts, {
			connection,
			task,
			files: files.map(file => send(unmatched(file))),
			fields: {},
			listed: undefined,
			journal: undefined,
			reconnect: () => Promise.reject(new CorError('secret-store', 'the key ring is locked')),
		});

		const [end] = outcomes.map(outcome => outcome.end);
		assert.ok(end?.status === 'failed' && end.error.kind === 'unauthorized');
		assert.equal(errors[0], 'task 4101 · signing in again failed · secret-store: the key ring is locked');
	});
});
