import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { bundleSuites, editorSuites } from '../editor/runner/bundle.js';
import { testDir } from '../host/paths.js';
import { runCommand } from '../host/run-command.js';
import { foldersVariable, removeTemporaryFolder, temporaryFolder } from '../host/temporary-folder.js';
import { packedExtension } from '../host/vsix.js';

const desktopVersion = process.env.VSCODE_VERSION ?? 'stable';

async function download(): Promise<string> {
	try {
		return await downloadAndUnzipVSCode({ version: desktopVersion, cachePath: path.join(testDir, 'desktop') });
	} catch (cause) {
		throw new Error(
			`Desktop VS Code (${desktopVersion}) could not be downloaded: ${(cause as Error).message}. ` +
				'This suite needs the internet; `npm run test:editor` runs the same tests without it.',
		);
	}
}

// On Windows it is a batch file, which Node starts only through a shell.
function runCli(cli: string, args: readonly string[]): Promise<string> {
	return process.platform === 'win32'
		? runCommand(
				`"${cli}"`,
				args.map(arg => `"${arg}"`),
				{ shell: true },
			)
		: runCommand(cli, args);
}

/** Runs the in-editor suites in desktop VS Code, with the packed extension installed in a profile of its own. */
async function main(): Promise<void> {
	const executable = process.env.VSCODE_PATH ?? (await download());
	const profile = temporaryFolder();
	try {
		const workspace = path.join(profile, 'workspace');
		const folders = path.join(profile, 'f');
		mkdirSync(workspace);
		mkdirSync(folders);
		const dirs = [`--user-data-dir=${path.join(profile, 'u')}`, `--extensions-dir=${path.join(profile, 'x')}`];
		const [cli = executable] = resolveCliArgsFromVSCodeExecutablePath(executable);
		await runCli(cli, [...dirs, '--install-extension', await packedExtension(), '--force']);
		const carrier = await bundleSuites(editorSuites());
		await runTests({
			vscodeExecutablePath: executable,
			extensionDevelopmentPath: carrier.extensionDir,
			extensionTestsPath: carrier.tests,
			extensionTestsEnv: { [foldersVariable]: folders },
			launchArgs: [workspace, ...dirs, '--disable-workspace-trust', '--skip-welcome', '--skip-release-notes'],
		});
		carrier.remove();
	} finally {
		removeTemporaryFolder(profile);
	}
}

void main().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
