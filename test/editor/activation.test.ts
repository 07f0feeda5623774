import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandTable } from '../../src/editor/commands.js';
import type { Parts } from '../../src/editor/flow/parts.js';
import type { AttachmentsView } from '../../src/editor/view/attachments-view.js';
import { arrived, corExtension, sha256, useCor } from './kit/use-cor.js';

// First by name, so first to run: once it is active, nothing can be told of its start.
describe('the extension', () => {
	const cor = useCor();

	it('sleeps until it is used, and its first use is a whole one', async () => {
		assert.equal(corExtension().isActive, false);

		const { outcomes } = await cor.attach({ taskId: '#4101', uris: [await cor.write('primero.txt', 'first')] });

		assert.equal(corExtension().isActive, true);
		assert.equal(outcomes[0]?.status, 'attached');
		assert.deepEqual(arrived(cor.sandbox, 4101), { 'primero.txt': sha256('first') });
	});

	it('has every command of its manifest, and no other', async () => {
		const all = await vscode.commands.getCommands(true);
		const declared = corExtension().packageJSON.contributes.commands.map(({ command }: { command: string }) => command);

		assert.deepEqual(all.filter(id => /^corAttachments\.[a-z]+$/i.test(id)).sort(), declared.sort());
		// They are registered by the manifest: each must be something, too.
		const table = commandTable({} as Parts, {} as AttachmentsView, {} as vscode.Extension<unknown>);
		assert.deepEqual(Object.keys(table).sort(), declared.sort());
	});

	it('says what it can do in workspaces that are virtual or not trusted', () => {
		const { capabilities, extensionKind } = corExtension().packageJSON;

		assert.equal(capabilities.virtualWorkspaces, true);
		assert.equal(capabilities.untrustedWorkspaces.supported, 'limited');
		assert.ok(capabilities.untrustedWorkspaces.restrictedConfigurations.includes('corAttachments.apiUrl'));
		assert.deepEqual(extensionKind, ['workspace', 'ui']);
	});

	it('has its settings with their defaults, out of reach of a workspace where they matter', () => {
		const settings = vscode.workspace.getConfiguration('corAttachments');

		assert.equal(settings.inspect('apiUrl')?.defaultValue, 'https://api.projectcor.com/v1');
		assert.equal(settings.inspect('webUrl')?.defaultValue, '');
		assert.equal(settings.inspect('showInMenus')?.defaultValue, true);
	});
});
