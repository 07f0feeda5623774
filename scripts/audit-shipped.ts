import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { bundledFolders } from './notices.js';

/** As much as is used of what `npm audit --json` prints. */
export interface AuditReport {
	/** By the name of the package; missing where the registry could not be asked. */
	readonly vulnerabilities?: Readonly<Record<string, AuditedPackage>>;
}

interface AuditedPackage {
	readonly name: string;
	readonly severity: string;
	/** Advisories, or the names of packages that bring one along. */
	readonly via: readonly (string | { readonly title: string; readonly url: string })[];
	/** Where copies lie to which it applies, such as `node_modules/form-data`. */
	readonly nodes: readonly string[];
}

/** What is known against the packages in these folders, a line each. Throws where the registry could not be asked. */
export function shippedAdvisories({ vulnerabilities }: AuditReport, folders: readonly string[]): readonly string[] {
	if (!vulnerabilities) {
		throw new Error('The registry could not be asked for advisories.');
	}
	const shipped = new Set(folders);
	return Object.values(vulnerabilities)
		.filter(({ nodes }) => nodes.some(node => shipped.has(node)))
		.map(({ name, severity, via }) => {
			const titles = via.map(each => (typeof each === 'string' ? `through ${each}` : `${each.title}, ${each.url}`));
			return `${name} (${severity}): ${titles.join('; ')}`;
		});
}

/**
 * Audits the packages whose code is in the bundle of the last build. All of them are development dependencies, as the
 * bundle brings them along, so that `npm audit --omit=dev` would look at none.
 */
function auditShipped(): void {
	const root = join(__dirname, '..');
	const metafile = JSON.parse(readFileSync(join(root, 'dist/meta.json'), 'utf8')) as Metafile;
	const folders = bundledFolders(metafile);
	const { stdout } = spawnSync('npm', ['audit', '--json'], { cwd: root, encoding: 'utf8' });
	const advisories = shippedAdvisories(JSON.parse(stdout) as AuditReport, folders);
	console.log(
		[`${folders.length} packages are shipped, ${advisories.length} with advisories`, ...advisories].join('\n'),
	);
	process.exitCode = advisories.length > 0 ? 1 : 0;
}

if (require.main === module) {
	try {
		auditShipped();
	} catch (error) {
		console.error((error as Error).message);
		process.exitCode = 1;
	}
}
