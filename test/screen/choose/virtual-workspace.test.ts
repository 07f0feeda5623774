import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AgencyFolder } from '../kit/agency-folder.js';
import { filesInMemory } from '../kit/companion/names.js';
import { beginning } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

describe('a workspace that is on no disk', () => {
	const workspaceOf = ({ dir }: AgencyFolder) => path.join(path.dirname(dir), 'obra.code-workspace');
	const cor = useCorWorkbench({
		suite: 'virtual-workspace',
		hasKey: true,
		workspace: workspaceOf,
		prepare: folder => {
			const folders = [{ uri: 'memfs:/obra', name: 'obra' }];
			writeFileSync(workspaceOf(folder), JSON.stringify({ folders }));
		},
	});
	startEachTestClean(cor);

	it('has its files attached as any other', async () => {
		const { hands, sandbox } = cor();
		const { explorer, notifications } = hands.bench;
		await explorer.shows('plano.txt');
		await hands.attach('plano.txt', 'notas.txt');
		await hands.chooseTaskAndReview('4101', 'Diseño de la campaña de invierno');
		await notifications.shows(`${beginning('Attached {0} files to {1}.', 2)}#4101`);
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
