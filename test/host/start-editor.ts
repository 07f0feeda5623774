import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isKept, keepProfile } from '../leaks/kept.js';
import { type Editor, newestEditor } from './editors.js';
import { type InstalledEditor, installEditor } from './install-editor.js';
import { type Profile, type ProfileOptions, writeProfile } from './profile.js';
import { runCommand } from './run-command.js';
import { stopWithUs } from './stop-with-us.js';

export interface StartOptions extends ProfileOptions {
	/** The newest one unless told. */
	readonly editor?: Editor;
	/** Packed extensions to install before the start. */
	readonly vsix?: readonly string[];
	/** A folder to keep the profile in; else a temporary one is made and removed. */
	readonly profileDir?: string;
	/** Leaves the temporary profile where it is when the editor stops. */
	readonly keep?: boolean;
	/** 0 or none: any free port. Secrets belong to the port: a second start that must find them needs the same one. */
	readonly port?: number;
}

/** A VS Code server that runs: its workbench is a web page, its extensions run in Node. */
export interface RunningEditor {
	/** `http://127.0.0.1:<port>` */
	readonly origin: string;
	readonly profileDir: string;
	readonly userDir: string;
	/** The address of the workbench on that folder or `.code-workspace` file, or of an empty window. */
	urlOf(folder?: string): string;
	/** What the server has printed so far. */
	serverLog(): string;
	stop(): Promise<void>;
}

const startLimitMs = 240_000;
// The window, and the extensions in it, write their logs at the finest level. The server does not: there it writes down
// its whole environment, where tests put credentials.
const finest = `&payload=${encodeURIComponent('[["logLevel","trace"]]')}`;
const stopLimitMs = 4_000;

export async function startEditor(options: StartOptions = {}): Promise<RunningEditor> {
	const installed = await installEditor(options.editor ?? newestEditor);
	const profileDir = options.profileDir ?? mkdtempSync(path.join(os.tmpdir(), 'vsc-'));
	const isOurs = options.profileDir === undefined && !options.keep;
	const removeProfile = () => isOurs && rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 });
	const forgetProfile = stopWithUs(removeProfile);

	const profile = await writeProfile(profileDir, options);
	for (const vsix of options.vsix ?? []) {
		const install = ['--install-extension', path.resolve(vsix), '--force'];
		await runCommand(installed.node, [...baseArguments(installed, profile), ...install], { env: profile.env });
	}
	const server = startServer(installed, profile, options);
	const forgetServer = stopWithUs(() => killGroup(server.process, 'SIGKILL'));
	const log = createWriteStream(path.join(profileDir, 'server.log'), { flags: 'a' });
	server.process.stdout?.pipe(log, { end: false });
	server.process.stderr?.pipe(log, { end: false });

	const stop = async () => {
		await stopServer(server.process);
		forgetServer();
		server.process.stdout?.unpipe(log); // the last of it may come after the end of the process
		server.process.stderr?.unpipe(log);
		log.end();
		await once(log, 'close');
		keepProfile(profileDir);
		removeProfile();
		forgetProfile();
	};
	try {
		const origin = await server.listening;
		return {
			origin,
			profileDir,
			userDir: profile.userDir,
			urlOf: folder => `${origin}/?${folder ? whatToOpen(path.resolve(folder)) : 'ew=true'}${isKept() ? finest : ''}`,
			serverLog: server.said,
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

function whatToOpen(file: string): string {
	return `${file.endsWith('.code-workspace') ? 'workspace' : 'folder'}=${encodeURIComponent(file)}`;
}

const baseArguments = ({ entry }: InstalledEditor, profile: Profile) => [
	entry,
	'--config',
	profile.configFile,
	'--user-data-dir',
	profile.userDir,
	'--extensions-dir',
	profile.extensionsDir,
];

function startServer(installed: InstalledEditor, profile: Profile, options: StartOptions) {
	const args = [
		...baseArguments(installed, profile),
		'--auth=none',
		`--bind-addr=127.0.0.1:${options.port ?? 0}`,
		'--disable-telemetry',
		'--disable-update-check',
		'--disable-getting-started-override',
		'--disable-proxy',
		'--ignore-last-opened',
		...(options.trust ? [] : ['--disable-workspace-trust']),
	];
	// A group of its own, so that its children can be ended with it.
	const child = spawn(installed.node, args, { env: profile.env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
	let text = '';
	const listening = new Promise<string>((resolve, reject) => {
		const fail = (why: string) => reject(new Error(`VS Code ${installed.name} ${why}:\n${text}`));
		const timer = setTimeout(() => fail(`did not listen within ${startLimitMs / 1000} s`), startLimitMs);
		const read = (chunk: Buffer) => {
			text += chunk;
			const origin = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(text)?.[1];
			if (origin) {
				clearTimeout(timer);
				resolve(origin);
			}
		};
		child.stdout.on('data', read);
		child.stderr.on('data', read);
		child.once('error', error => fail(`could not be started (${error.message})`));
		child.once('exit', code => {
			clearTimeout(timer);
			fail(`ended with ${code}`);
		});
	});
	return { process: child as ChildProcess, listening, said: () => text };
}

async function stopServer(child: ChildProcess): Promise<void> {
	if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
		const gone = once(child, 'exit');
		killGroup(child, 'SIGTERM');
		const timer = setTimeout(() => killGroup(child, 'SIGKILL'), stopLimitMs);
		await gone;
		clearTimeout(timer);
	}
	killGroup(child, 'SIGKILL'); // children that outlived it
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) {
		return;
	}
	try {
		process.kill(-child.pid, signal);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
			throw error;
		}
	}
}
