import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { defaultSettings } from '../../sandbox/settings.js';
import { type AgencyFolder, makeAgencyFolder } from './agency-folder.js';
import { type PackedCompanion, packCompanion } from './companion/pack.js';
import { Hands } from './hands.js';
import { useWorkbench } from './use-workbench.js';
import type { WorkbenchOptions } from './workbench.js';

/** What the tests of a suite work with: COR on this machine, a folder of files, and somebody at the keyboard. */
export interface CorWorkbench {
	readonly sandbox: Sandbox;
	readonly folder: AgencyFolder;
	readonly hands: Hands;
	/** The names of what is on a task, the main one unless another is given, in alphabetical order. */
	storedNames(taskId?: number): readonly string[];
}

interface CorOptions extends Omit<WorkbenchOptions, 'folder'> {
	/** Whether the environment of the editor carries the main user's key; else nobody is signed in. */
	readonly hasKey?: boolean;
	/** Whether the extension of `companion` is installed, too. */
	readonly hasCompanion?: boolean;
	/** The Git branch that the folder is on; else it is no repository. */
	readonly branch?: string;
	/** Changes the folder before the editor opens it: later it would have to notice. */
	readonly prepare?: (folder: AgencyFolder) => void;
}

/** Gives the suite around it an editor that is set to a COR of its own. */
export function useCorWorkbench({ hasKey, hasCompanion, branch, prepare, ...options }: CorOptions): () => CorWorkbench {
	let dataDir = '';
	let folder: AgencyFolder;
	let sandbox: Sandbox | undefined;
	let companion: PackedCompanion | undefined;

	before('start COR', async () => {
		folder = makeAgencyFolder();
		if (branch !== undefined) {
			makeRepository(folder.dir, branch);
		}
		prepare?.(folder);
		dataDir = mkdtempSync(path.join(os.tmpdir(), 'cor-'));
		sandbox = await startSandbox({ dataDir });
		companion = hasCompanion ? await packCompanion() : undefined;
	});
	const workbench = useWorkbench(() => ({
		...options,
		git: branch !== undefined || options.git === true,
		folder: folder.dir,
		...(companion && { vsix: [companion.vsix] }),
		env: hasKey && sandbox ? keyInEnvironment(sandbox) : {},
		settings: {
			...(sandbox && settingsFor(sandbox)),
			...options.settings,
		},
	}));
	after('stop COR', async () => {
		await sandbox?.close();
		companion?.remove();
		rmSync(dataDir, { recursive: true, force: true });
		folder.remove();
	});

	return () => {
		if (!sandbox) {
			throw new Error('COR starts when the suite begins: ask for it in a test.');
		}
		const { attachments } = sandbox;
		const storedNames = (taskId = 4101) =>
			attachments(taskId)
				.map(({ originalname }) => originalname)
				.sort();
		return { sandbox, folder, hands: new Hands(workbench()), storedNames };
	};
}

/** Makes the folder a repository whose first commit is empty, on that branch. */
export function makeRepository(dir: string, branch: string): void {
	const git = (...args: readonly string[]) => execFileSync('git', ['-C', dir, ...args]);
	git('init', '-q', '-b', branch);
	git('-c', 'user.name=Ana', '-c', 'user.email=ana@agencia.example', 'commit', '-q', '--allow-empty', '-m', 'Start');
}

/** User settings that make the extension send to this COR. */
export function settingsFor(sandbox: Sandbox): Readonly<Record<string, string>> {
	return { 'corAttachments.apiUrl': sandbox.apiUrl, 'corAttachments.webUrl': webUrlOf(sandbox) };
}

/** The web address by a name: an editor in the browser sends links to 127.0.0.1 through its own server, which refuses. */
export function webUrlOf({ webUrl }: Pick<Sandbox, 'webUrl'>): string {
	return webUrl.replace('127.0.0.1', 'cor.localhost');
}

export function keyInEnvironment({ credentials }: Pick<Sandbox, 'credentials'>): Readonly<Record<string, string>> {
	return { COR_API_KEY: credentials.apiKey, COR_CLIENT_SECRET: credentials.clientSecret };
}

/** Begins every test of the suite with an empty COR that does as it should, and nothing left on the screen. */
export function startEachTestClean(cor: () => CorWorkbench): void {
	beforeEach('clean up', async () => {
		const { sandbox, hands } = cor();
		await hands.bench.clear();
		await sandbox.clear();
		sandbox.set(defaultSettings);
	});
	afterEach('nothing undocumented', () => {
		assert.deepEqual(cor().sandbox.complaints, []);
	});
}

/** What could be read on the screen whenever a picture was taken. */
export function textsBesidePictures({ hands }: CorWorkbench): readonly string[] {
	const { dir } = hands.bench.screenshots;
	const files = readdirSync(dir).filter(name => name.endsWith('.txt'));
	return files.map(name => readFileSync(path.join(dir, name), 'utf8'));
}
