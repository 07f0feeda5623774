import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { newestEditor } from '../host/editors.js';
import { installEditor } from '../host/install-editor.js';

/** What somebody has to know who compares figures: the machine, and the versions of what took part. */
export async function machineFacts(): Promise<readonly string[]> {
	const { node } = await installEditor(newestEditor);
	const cpus = os.cpus();
	return [
		`${cpus.length} × ${cpus[0]?.model.trim() ?? 'an unknown processor'}, ${(os.totalmem() / 2 ** 30).toFixed(0)} GiB, ${os.type()} ${os.release()} ${os.arch()}`,
		`VS Code ${newestEditor.name} (code-server) in a headless Chromium; Node ${versionOf(node)}, the editor's own, for all that runs outside it`,
		versionLine('curl'),
		`undici ${packageVersion('undici')}, form-data ${packageVersion('form-data')}, axios ${packageVersion('axios')}`,
		`1-minute load: ${os.loadavg()[0]?.toFixed(1)}`,
	];
}

function versionOf(program: string): string {
	return execFileSync(program, ['--version'], { encoding: 'utf8' }).trim();
}

function versionLine(program: string): string {
	return versionOf(program).split('\n')[0]?.replace(/ \(.*/, '') ?? program;
}

function packageVersion(name: string): string {
	const { version } = require(`${name}/package.json`) as { version: string };
	return version;
}
