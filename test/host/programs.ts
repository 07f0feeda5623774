import { accessSync, constants } from 'node:fs';
import path from 'node:path';

const ending = process.platform === 'win32' ? '.exe' : '';

/** The first of these programs that is on the PATH, as an absolute path. */
export function findProgram(...names: readonly string[]): string | undefined {
	const folders = (process.env.PATH ?? '').split(path.delimiter).filter(folder => folder !== '');
	for (const name of names) {
		for (const folder of folders) {
			const file = path.join(folder, name + ending);
			if (isExecutable(file)) {
				return file;
			}
		}
	}
	return undefined;
}

/** Whether node-gyp can compile here. */
export function canCompile(): boolean {
	return ['python3', 'make', 'g++'].every(name => findProgram(name) !== undefined);
}

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
