import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { contributes } from '../../../package.json';

interface Binding {
	readonly key: string;
	readonly command: string;
}

describe('the default keybindings of this editor, on the system that it runs on', () => {
	it('have our key twice, for the explorer and for editors, and no other that begins with it', async () => {
		const listed = await vscode.workspace.openTextDocument(
			vscode.Uri.parse('vscode://defaultsettings/keybindings.json'),
		);
		const bindings = JSON.parse(listed.getText().replace(/^\s*\/\/.*$/gm, '')) as readonly Binding[];
		assert.ok(bindings.length > 500);
		const key = contributes.keybindings[0]?.key;
		const same = bindings.filter(binding => binding.key.split(' ')[0] === key);
		assert.deepEqual(
			same.map(({ command }) => command).toSorted(),
			contributes.keybindings.map(({ command }) => command).toSorted(),
		);
	});
});
