import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Every `*.test.ts` below a folder, by name. */
export function suitesIn(folder: string): readonly string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter(name => name.endsWith('.test.ts'))
		.toSorted()
		.map(name => path.join(folder, name));
}
