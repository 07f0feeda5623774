import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunningEditor } from './start-editor.js';

/** The numbers of the processes in which the extensions of that editor run, one for each window. */
export function extensionHosts({ profileDir }: RunningEditor): readonly number[] {
	return readdirSync('/proc')
		.filter(name => /^\d+$/.test(name))
		.filter(pid => read(pid, 'cmdline').includes('--type=extensionHost') && read(pid, 'environ').includes(profileDir))
		.map(Number);
}

function read(pid: string, what: 'cmdline' | 'environ'): string {
	try {
		return readFileSync(path.join('/proc', pid, what), 'latin1');
	} catch {
		return ''; // it has ended, or is somebody else's
	}
}
