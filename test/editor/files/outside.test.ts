import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { isOfWorkspace } from '../../../src/editor/files/outside.js';
import { RealFolders } from '../../../src/machine/real-places.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import { workspaceFolder } from '../kit/workspace.js';

describe('the top folder of a repository', () => {
	it('belongs to the workspace if it really lies in a folder of it or around one, as far as that can be told', async () => {
		const root = workspaceFolder().fsPath;
		const elsewhere = temporaryFolder();
		const dir = temporaryFolder(root);
		const inside = path.join(dir, 'linked');
		await symlink(elsewhere, inside);
		const folders = new RealFolders();
		const roots = [root, dir, path.dirname(root), elsewhere, inside, `${root}2`];
		const found = await Promise.all(roots.map(each => isOfWorkspace(each, folders)));
		assert.deepEqual(found, [true, true, true, false, false, false]);
		const hangs = new RealFolders(1, () => new Promise<string>(() => {}));
		assert.equal(await isOfWorkspace(root, hangs), false);
		removeTemporaryFolder(elsewhere);
		removeTemporaryFolder(dir);
	});
});
