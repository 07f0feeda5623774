import { execFileSync } from 'node:child_process';
import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { writeNotices } from './notices.js';

const root = join(__dirname, '..');
const out = 'dist/cor-attachments.vsix';

/**
 * Builds for production and packs dist/cor-attachments.vsix. The same commit gives the same bytes, so the archive takes
 * nothing from the machine: no clock (the commit's own time instead), no time zone, no collation, no umask.
 */
async function packExtension(): Promise<void> {
	execFileSync(process.execPath, ['esbuild.js', '--production'], { cwd: root, stdio: 'inherit' });
	const packages = writeNotices(root);
	console.log(`dist/ThirdPartyNotices.txt: ${packages.length} packages`);

	for (const file of await listFiles({ cwd: root, packageManager: PackageManager.None })) {
		chmodSync(join(root, file), 0o644);
	}
	execFileSync(process.execPath, [require.resolve('@vscode/vsce/vsce'), 'package', '--no-dependencies', '--out', out], {
		cwd: root,
		// No input: a question of vsce ends the run instead of waiting for an answer.
		stdio: ['ignore', 'inherit', 'inherit'],
		env: { ...process.env, SOURCE_DATE_EPOCH: sourceDate(), TZ: 'UTC', LC_ALL: 'C' },
	});
	console.log(`${out}: ${statSync(join(root, out)).size} bytes`);
}

/** Seconds since 1970 of the commit, unless SOURCE_DATE_EPOCH says otherwise (an archive without Git has to). */
function sourceDate(): string {
	const given = process.env.SOURCE_DATE_EPOCH;
	return given ?? execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' }).trim();
}

packExtension().catch(error => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
