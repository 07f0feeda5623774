import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifest, readJson, root } from './kit/manifest.js';

/**
 * The first keystrokes of all default keybindings that VS Code 1.100 and 1.139 list on each system, with the extensions that
 * come with them: what *Open Default Keyboard Shortcuts (JSON)* showed in a browser that said it runs on that system.
 */
const defaults = readJson<Readonly<Record<'windows' | 'macos' | 'linux', readonly string[]>>>(
	'test/project/kit/default-keys.json',
);
const { keybindings } = manifest.contributes;

describe('the default key', () => {
	it('is one key for the explorer and for editors, each with what it means there', () => {
		assert.deepEqual(
			keybindings.map(({ command }) => command),
			['corAttachments.attachFromExplorer', 'corAttachments.attachFromTab', 'corAttachments.attachOneTab'],
		);
		assert.equal(new Set(keybindings.map(({ key, mac }) => `${key} ${mac}`)).size, 1);
		const [inExplorer, inEditor, whereSeveral] = keybindings.map(({ when }) => when.split(' && '));
		assert.ok(inExplorer?.includes('filesExplorerFocus'));
		assert.ok(inExplorer?.includes('!inputFocus')); // while a file is renamed
		for (const elsewhere of ['!sideBarFocus', '!panelFocus', '!auxiliaryBarFocus', '!inQuickOpen']) {
			assert.ok(inEditor?.includes(elsewhere), elsewhere);
			assert.ok(whereSeveral?.includes(elsewhere), elsewhere);
		}
		assert.ok(inEditor?.includes('!multipleEditorsSelectedInGroup'));
		assert.ok(whereSeveral?.includes('multipleEditorsSelectedInGroup'));
	});

	it('is one keystroke that begins no default keybinding of the editor on any of the three systems', () => {
		for (const { key, mac } of keybindings) {
			assert.doesNotMatch(key + mac, / /);
			assert.ok(!defaults.windows.includes(key), key);
			assert.ok(!defaults.linux.includes(key), key);
			assert.ok(!defaults.macos.includes(mac), mac);
		}
		assert.ok(
			defaults.windows.includes('shift+alt+c') && defaults.linux.includes('ctrl+k'),
			'the lists have been read',
		);
		assert.ok(defaults.macos.includes('alt+cmd+c'), 'the lists have been read');
	});

	// Windows takes Ctrl+Alt for AltGr, with which Spanish, Brazilian and US-International layouts write @, €, á and more. On
	// macOS each key makes a character with Option alone.
	const writesNothing = (key: string) => key.includes('cmd') || !/ctrl\+.*alt\+|alt\+.*ctrl\+/.test(key);

	it('is none with which a keyboard layout writes a character', () => {
		for (const { key, mac } of keybindings) {
			assert.ok(writesNothing(key) && /alt|ctrl/.test(key), key);
			assert.match(mac, /cmd/);
		}
		assert.ok(!writesNothing('ctrl+alt+a') && !writesNothing('ctrl+shift+alt+a'));
	});

	it('is what README and the reference say, as are keys for which it gives an example none that write a character', () => {
		const pages = ['README.md', 'docs/reference.md'].map(page => readFileSync(join(root, page), 'utf8')).join('\n');
		const examples = [...pages.matchAll(/"key": "([^"]+)"/g)].map(([, key = '']) => key);
		assert.ok(examples.length > 0);
		assert.deepEqual(
			examples.filter(key => !writesNothing(key) || defaults.windows.includes(key) || defaults.linux.includes(key)),
			[],
		);
		for (const { key, mac } of keybindings) {
			assert.ok(pages.includes(`*${named(key)}*`), named(key));
			assert.ok(pages.includes(`*${named(mac)}*`), named(mac));
		}
	});
});

/** As people write it: `Shift+Alt+U`. */
function named(key: string): string {
	return key
		.split('+')
		.map(part => part.charAt(0).toUpperCase() + part.slice(1))
		.join('+');
}
