import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { seenSettings } from '../../sandbox/settings.js';
import { type AgencyFolder, makeAgencyFolder, makeRepository } from './agency-folder.js';
import { keyInEnvironment, settingsFor } from './cor-settings.js';
import { Hands } from './hands.js';
import type { SharedEditorOptions } from './shared-editors.js';
import { useWorkbench } from './use-workbench.js';
import type { Workbench, WorkbenchOptions } from './workbench.js';

/** What the tests of a suite work with: COR on this machine, a folder of files, and somebody at the keyboard. */
export interface CorWorkbench {
	readonly sandbox: Sandbox;
	readonly folder: AgencyFolder;
	readonly hands: Hands;
	/** The names of what is on a task, the main one unless another is given, in alphabetical order. */
	storedNames(taskId?: number): readonly string[];
}

interface CorOptions extends Omit<WorkbenchOptions & SharedEditorOptions, 'folder' | 'env'> {
	/** Whether the environment of the editor carries the main user's key; else nobody is signed in. */
	readonly hasKey?: boolean;
	/** The Git branch that the folder is on; else it is no repository. */
	readonly branch?: string;
	/** Changes the folder before the editor opens it: later it would have to notice. */
	readonly prepare?: (folder: AgencyFolder) => void;
	/** The `.code-workspace` file to open instead of the folder. */
	readonly workspace?: (folder: AgencyFolder) => string;
}

/** Gives the suite around it a window of its own that is set to a COR of its own. */
export function useCorWorkbench({ hasKey, branch, prepare, workspace, ...options }: CorOptions): () => CorWorkbench {
	let dataDir = '';
	let folder: AgencyFolder;
	let sandbox: Sandbox | undefined;

	before('start COR', async () => {
		folder = makeAgencyFolder();
		if (branch !== undefined) {
			makeRepository(folder.dir, branch);
		}
		prepare?.(folder);
		dataDir = temporaryFolder();
		sandbox = await startSandbox({ dataDir, variants: seenSettings.variants });
	});
	const workbench = useWorkbench(() => ({
		...options,
		git: branch !== undefined || options.git === true,
		folder: workspace?.(folder) ?? folder.dir,
		env: hasKey && sandbox ? keyInEnvironment(sandbox) : {},
		settings: {
			...(sandbox && settingsFor(sandbox)),
			...options.settings,
		},
	}));
	after('stop COR', async () => {
		await sandbox?.close();
		removeTemporaryFolder(dataDir);
		folder.remove();
	});

	return () => {
		if (!sandbox) {
			throw new Error('COR starts when the suite begins: ask for it in a test.');
		}
		return corWorkbench(sandbox, folder, workbench());
	};
}

export function corWorkbench(sandbox: Sandbox, folder: AgencyFolder, bench: Workbench): CorWorkbench {
	const storedNames = (taskId = 4101) =>
		sandbox
			.attachments(taskId)
			.map(({ originalname }) => originalname)
			.sort();
	return { sandbox, folder, hands: new Hands(bench), storedNames };
}

/** Begins every test of the suite with an empty COR that does as it should, and nothing left on the screen. */
export function startEachTestClean(cor: () => CorWorkbench): void {
	beforeEach('clean up', async () => {
		const { sandbox, hands } = cor();
		await hands.bench.clear();
		await sandbox.clear();
		sandbox.set(seenSettings);
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
