import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { useWorkbench } from './kit/use-workbench.js';

describe('the workbench on the screen', () => {
	let folder = '';
	before(() => {
		folder = mkdtempSync(path.join(os.tmpdir(), 'ws-'));
		for (const name of ['informe.txt', 'diseño.txt']) {
			writeFileSync(path.join(folder, name), `${name}\n`);
		}
	});
	after(() => rmSync(folder, { recursive: true, force: true }));

	const workbench = useWorkbench(() => ({ suite: 'smoke', folder }));

	it('offers the extension in the context menu of two selected files', async () => {
		const { explorer, contextMenu } = workbench();
		await explorer.shows('informe.txt');
		await explorer.select(['informe.txt', 'diseño.txt']);
		await contextMenu.openWith(explorer.row('diseño.txt'), 'Attach to Task…');
		await workbench().screenshot('1-context-menu');
		assert.ok((await contextMenu.labels()).includes('Attach to Task…'));
		await contextMenu.close();
		assert.deepEqual([...(await explorer.selected())].sort(), ['diseño.txt', 'informe.txt']);
	});
});
