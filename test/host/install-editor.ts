import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { buildEditor, type NativeModules } from './build-editor.js';
import type { Editor } from './editors.js';
import { testDir } from './paths.js';
import { canCompile } from './programs.js';

/** Raised when the recipe in `build-editor.ts` changes, so that what it made before is made anew. */
const recipe = 2;

/** Where an installed editor is, and what starts it. */
export interface InstalledEditor {
	readonly name: string;
	readonly dir: string;
	readonly node: string;
	readonly entry: string;
}

/**
 * Makes sure that the editor is in `.vscode-test/` and tells where. The folder is named after the lock files' hash and
 * appears by one rename, so runs side by side do not disturb each other and an interrupted one leaves nothing half-done.
 */
export async function installEditor(editor: Editor): Promise<InstalledEditor> {
	const natives = process.env.EDITOR_STAND_INS === '1' || !canCompile() ? 'stand-ins' : 'compiled';
	const pins = `${editor.name}-${await hashOfLocks(editor)}`;
	const dir = path.join(testDir, `editor-${pins}-${natives}`);
	if (!existsSync(dir)) {
		await installInto(dir, editor, natives);
		await removeOutdated(editor, pins);
	}
	return { name: editor.name, dir, node: path.join(dir, 'node'), entry: path.join(dir, 'entry.js') };
}

async function installInto(dir: string, editor: Editor, natives: NativeModules): Promise<void> {
	const startedMs = Date.now();
	console.log(`VS Code ${editor.name}: installing into ${path.relative(process.cwd(), dir)} …`);
	await mkdir(testDir, { recursive: true });
	const building = await mkdtemp(path.join(testDir, 'building-'));
	try {
		await cp(editor.lockDir, building, { recursive: true });
		const version = await buildEditor(building, natives);
		await rename(building, dir).catch(error => {
			if (!existsSync(dir)) {
				throw error;
			}
		});
		const seconds = ((Date.now() - startedMs) / 1000).toFixed(0);
		console.log(`VS Code ${editor.name}: ${version} in place after ${seconds} s`);
	} finally {
		await rm(building, { recursive: true, force: true });
	}
}

async function removeOutdated(editor: Editor, pins: string): Promise<void> {
	for (const name of await readdir(testDir)) {
		if (name.startsWith(`editor-${editor.name}-`) && !name.startsWith(`editor-${pins}-`)) {
			await rm(path.join(testDir, name), { recursive: true, force: true });
		}
	}
}

async function hashOfLocks({ lockDir }: Editor): Promise<string> {
	const hash = createHash('sha256').update(`recipe ${recipe}`);
	for (const name of ['package.json', 'package-lock.json', 'vscode/package.json', 'vscode/package-lock.json']) {
		hash.update(await readFile(path.join(lockDir, name)));
	}
	return hash.digest('hex').slice(0, 8);
}
