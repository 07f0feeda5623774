import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { filesInMemory } from '../kit/companion/names.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

describe('a workspace that is on no disk', () => {
	let dir = '';
	let workspace = '';
	before('write the workspace', () => {
		dir = mkdtempSync(path.join(os.tmpdir(), 'virtual-'));
		workspace = path.join(dir, 'obra.code-workspace');
		writeFileSync(workspace, JSON.stringify({ folders: [{ uri: 'memfs:/obra', name: 'obra' }] }));
	});
	const cor = useCorWorkbench({ suite: 'virtual-workspace', hasKey: true });
	after(() => rmSync(dir, { recursive: true, force: true }));
	startEachTestClean(cor);

	it('has its files attached as any other', async () => {
		const { hands, sandbox } = cor();
		const { explorer, notifications } = hands.bench;
		await hands.bench.openFolder(workspace);
		await explorer.shows('plano.txt');
		await hands.attach('plano.txt', 'notas.txt');
		await hands.chooseTaskAndReview('4101', 'Diseño de la campaña de invierno');
		await notifications.shows('2 files are attached to #4101');
		await hands.bench.screenshot('1-attached');

		const stored = sandbox.attachments(4101).map(({ originalname, sha256 }) => [originalname, sha256]);
		assert.deepEqual(stored.sort(), [
			['notas.txt', sha256(filesInMemory['/obra/notas.txt'])],
			['plano.txt', sha256(filesInMemory['/obra/plano.txt'])],
		]);
	});
});

function sha256(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
