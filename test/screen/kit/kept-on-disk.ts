import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { RunningEditor } from '../../host/start-editor.js';

const endings = { journal: '.jsonl', archives: '.zip' } as const;

/** Paths of what the extension keeps on the disk of this machine: journals of uploads, archives that wait to be sent. */
export function keptOnDisk({ userDir }: RunningEditor, what: keyof typeof endings): readonly string[] {
	const storage = path.join(userDir, 'User/globalStorage');
	const own = (existsSync(storage) ? readdirSync(storage) : []).find(name => name.endsWith('.cor-attachments')) ?? '';
	const dir = path.join(storage, own, what);
	return (existsSync(dir) ? readdirSync(dir, { recursive: true }) : [])
		.map(name => path.join(dir, String(name)))
		.filter(file => file.endsWith(endings[what]));
}

/** Forgets the uploads that could be finished. */
export function removeJournals(editor: RunningEditor): void {
	for (const file of keptOnDisk(editor, 'journal')) {
		rmSync(file);
	}
}
