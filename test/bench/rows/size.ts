import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { projectDir } from '../../host/paths.js';
import { packedExtension } from '../../host/vsix.js';
import { limits } from '../../package/kit/limits.js';
import { atMost, headline, type Row } from '../figures/row.js';

/** Bytes of the package, and of the code in it. */
export async function measureSize(): Promise<Row> {
	const packed = statSync(await packedExtension()).size;
	const bytes = (value: number) => `${value} bytes`;
	return {
		work: 'size',
		verdicts: [
			headline(atMost('.vsix', packed, limits.vsix, bytes)),
			atMost('bundle', bundleBytes(), limits.bundle, bytes),
		],
		tables: [],
	};
}

/** Bytes of all code that is packed. */
function bundleBytes(): number {
	const dist = path.join(projectDir, 'dist');
	return readdirSync(dist, { recursive: true, encoding: 'utf8' })
		.filter(name => name.endsWith('.mjs'))
		.reduce((sum, name) => sum + statSync(path.join(dist, name)).size, 0);
}
