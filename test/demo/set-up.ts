import { newestEditor } from '../host/editors.js';
import { installEditor } from '../host/install-editor.js';
import { prepareMachine } from '../host/prepare-machine.js';
import { removeTemporaryFolder, temporaryFolder } from '../host/temporary-folder.js';
import { packedExtension } from '../host/vsix.js';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.js';
import { tasks } from '../sandbox/seed.js';
import { seenSettings } from '../sandbox/settings.js';
import { type AgencyFolder, makeAgencyFolder } from '../screen/kit/agency-folder.js';
import { settingsFor } from '../screen/kit/cor-settings.js';

/** COR on this machine, and a folder of files to send to it. */
export interface DemoSetUp {
	readonly sandbox: Sandbox;
	readonly folder: AgencyFolder;
	/** User settings that make the extension send to the sandbox. */
	readonly settings: Readonly<Record<string, string>>;
	close(): Promise<void>;
}

/** Fetches and builds what the machine lacks, then starts COR. */
export async function setUpDemo(): Promise<DemoSetUp> {
	await prepareMachine();
	await installEditor(newestEditor);
	await packedExtension();
	const dataDir = temporaryFolder();
	const sandbox = await startSandbox({ dataDir, variants: seenSettings.variants });
	sandbox.set({ tasks: tasks.filter(({ title }) => !title.includes('<')) }); // that title is there for the tests
	const folder = makeAgencyFolder();
	return {
		sandbox,
		folder,
		settings: settingsFor(sandbox),
		close: async () => {
			await sandbox.close();
			folder.remove();
			removeTemporaryFolder(dataDir);
		},
	};
}
