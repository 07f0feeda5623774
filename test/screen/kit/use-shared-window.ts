import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { seenSettings } from '../../sandbox/settings.js';
import { type AgencyFolder, makeAgencyFolder } from './agency-folder.js';
import { keyInEnvironment, settingsFor } from './cor-settings.js';
import { removeJournals } from './kept-on-disk.js';
import { beforeTheEnd, openWindow } from './shared-editors.js';
import { type CorWorkbench, corWorkbench } from './use-cor-workbench.js';
import { showFailures } from './use-workbench.js';
import { Workbench } from './workbench.js';

interface SharedWindow {
	readonly sandbox: Sandbox;
	readonly folder: AgencyFolder;
	readonly bench: Workbench;
	close(): Promise<void>;
}

const tidyKey = 'Control+Alt+Shift+T';
const tidyUp = {
	key: 'ctrl+alt+shift+t',
	command: 'runCommands',
	args: {
		commands: [
			'workbench.action.files.saveAll',
			'workbench.action.closeAllEditors',
			'workbench.action.closePanel',
			'workbench.view.explorer',
			'workbench.files.action.collapseExplorerFolders',
		],
	},
};
// A window that is new may not watch its folder yet.
const refreshKey = 'Control+Alt+Shift+R';
const refresh = { key: 'ctrl+alt+shift+r', command: 'workbench.files.action.refreshFilesExplorer' };
let shared: SharedWindow | undefined;

// To open a window and to start the extensions in it takes longer than most tests.
beforeTheEnd(() => shared?.close());

/**
 * Gives the suite around it the window that suites share which need neither settings nor a memory of their own: signed in
 * by the environment, with the folder as it was in the beginning and what `prepare` adds, nothing open, and an empty COR.
 * What the extension remembers, such as recent tasks, is there; a window in which a test failed is not handed on.
 */
export function useSharedWindow(suite: string, prepare: (folder: AgencyFolder) => void = () => {}): () => CorWorkbench {
	let cor: CorWorkbench | undefined;

	before('tidy the shared window up', async () => {
		shared ??= await open();
		const { sandbox, folder, bench } = shared;
		await bench.page.bringToFront(); // a browser lets a page that lies behind another one run for moments only
		cor = corWorkbench(sandbox, folder, new Workbench(bench.editor, bench.page, suite));
		await cor.hands.bench.screenshots.clear();
		await tidy(cor, prepare);
	});
	showFailures(() => cor?.hands.bench);
	after('close a window in which something failed', async function () {
		if (this.test?.parent?.tests.some(({ state }) => state !== 'passed')) {
			await shared?.close();
			shared = undefined;
		}
	});

	return () => {
		if (!cor) {
			throw new Error('The window is tidied up when the suite begins: ask for it in a test.');
		}
		return cor;
	};
}

async function open(): Promise<SharedWindow> {
	const dataDir = temporaryFolder();
	const sandbox = await startSandbox({ dataDir, variants: seenSettings.variants });
	const folder = makeAgencyFolder();
	const bench = await openWindow({
		suite: 'shared',
		purpose: 'shared',
		folder: folder.dir,
		env: keyInEnvironment(sandbox),
		settings: { ...settingsFor(sandbox), 'files.autoSave': 'off' }, // in a browser the editor saves by itself
		userFiles: { 'keybindings.json': JSON.stringify([tidyUp, refresh]) },
	});
	return {
		sandbox,
		folder,
		bench,
		close: async () => {
			await bench.close();
			await sandbox.close();
			folder.remove();
			removeTemporaryFolder(dataDir);
		},
	};
}

async function tidy({ folder, hands, sandbox }: CorWorkbench, prepare: (folder: AgencyFolder) => void): Promise<void> {
	const { attachments, explorer, page, tabs } = hands.bench;
	await hands.bench.clear();
	await page.keyboard.press(tidyKey);
	await tabs.areClosed();
	await page.locator('.part.panel').waitFor({ state: 'hidden' });
	await attachments.fold();
	folder.restore();
	prepare(folder);
	await page.keyboard.press(refreshKey);
	await explorer.showsJust(folder.names());
	removeJournals(hands.bench.editor);
	await sandbox.settled();
	await sandbox.clear();
	sandbox.set(seenSettings);
}
