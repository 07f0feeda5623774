import assert from 'node:assert/strict';
import { Relay } from '../../faults/wire/relay.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { type AgencyFolder, agencyFiles, makeAgencyFolder } from '../kit/agency-folder.js';
import { keyInEnvironment } from '../kit/cor-settings.js';
import { Hands } from '../kit/hands.js';
import { wordsIn } from '../kit/spoken.js';
import { useWorkbench } from '../kit/use-workbench.js';

const { title: titled } = wordsIn('en');

const { logo, notes } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const ours = ['.notification-list-item-message', '.notification-list-item-buttons-container'];

describe('a machine that is offline', () => {
	let dataDir = '';
	let folder: AgencyFolder;
	let sandbox: Sandbox;
	let line: Relay;

	before('start COR at the end of a line', async () => {
		dataDir = temporaryFolder();
		folder = makeAgencyFolder();
		sandbox = await startSandbox({ dataDir });
		line = await Relay.start({ target: { host: '127.0.0.1', port: Number(new URL(sandbox.origin).port) } });
	});
	const workbench = useWorkbench(() => ({
		suite: 'offline',
		folder: folder.dir,
		env: keyInEnvironment(sandbox),
		settings: { 'corAttachments.apiUrl': `http://127.0.0.1:${line.port}/v1` },
	}));
	after('stop COR', async () => {
		await line.close();
		await sandbox.close();
		folder.remove();
		removeTemporaryFolder(dataDir);
	});

	const stored = () =>
		sandbox
			.attachments(4101)
			.map(({ originalname }) => originalname)
			.sort();

	it('is told so at once, and keeps the files for a retry, and for later', async () => {
		const hands = new Hands(workbench());
		const { commandPalette, explorer, modal, notifications, quickInput } = hands.bench;
		await explorer.shows(notes);
		await hands.attach(logo, notes);
		await hands.takeTask('4101', title);
		await quickInput.asks(/^Attach 2 files \(.*\) to #/);
		await sandbox.settled();
		await line.refuse();
		line.drop();
		await quickInput.accept();

		const said = `None of the 2 files was attached to ${task}. Can't reach COR. Check your network or proxy.`;
		await notifications.shows(said);
		await hands.bench.screenshot('1-offline');
		assert.deepEqual(await notifications.buttons(said), ['Retry Failed', 'Check Connection', 'Details']);
		assert.deepEqual(await hands.bench.cutOff(ours), []);

		await notifications.dismiss(said);
		await line.listen();
		await commandPalette.run(`COR: ${titled('command.finishUploads')}`);
		await modal.says(`Resume the interrupted upload to ${task}?`);
		assert.match(await modal.text(), /2 files were not sent: /);
		await modal.press('Cancel');
		await line.refuse();
		line.drop();

		await hands.attach(notes);
		await hands.type('4101');
		await quickInput.item("Can't reach COR.").waitFor();
		await quickInput.escape();
		await line.listen();
		await commandPalette.run(`COR: ${titled('command.finishUploads')}`);
		await modal.says(`Resume the interrupted upload to ${task}?`);
		await modal.press('Resume');
		await notifications.shows(`Attached 2 files to ${task}.`);
		assert.deepEqual(stored(), [logo, notes]);
		assert.deepEqual(sandbox.complaints, []);
	});
});
