import assert from 'node:assert/strict';
import { Relay } from '../../faults/wire/relay.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { type AgencyFolder, agencyFiles, makeAgencyFolder } from '../kit/agency-folder.js';
import { keyInEnvironment } from '../kit/cor-settings.js';
import { Hands } from '../kit/hands.js';
import { beginning, firstSentence, like, say, titled } from '../kit/spoken.js';
import { useWorkbench } from '../kit/use-workbench.js';

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
		await quickInput.asks(like('Attach {0} files ({1}) to {2}', 2, /.*/, '#'));
		await sandbox.settled();
		await line.refuse();
		line.drop();
		await quickInput.accept();

		const unreachable = say("Can't reach COR. Check your network or proxy.");
		const said = say('None of the {0} files was attached to {1}. {2}', 2, task, unreachable);
		await notifications.shows(said);
		await hands.bench.screenshot('1-offline');
		assert.deepEqual(await notifications.buttons(said), [say('Retry Failed'), say('Check Connection'), say('Details')]);
		assert.deepEqual(await hands.bench.cutOff(ours), []);

		await notifications.dismiss(said);
		await line.listen();
		await commandPalette.run(`COR: ${titled('command.finishUploads')}`);
		await modal.says(say('Resume the interrupted upload to {0}?', task));
		assert.ok((await modal.text()).includes(beginning('{0} files were not sent: {1}.', 2)));
		await modal.press('Cancel');
		await line.refuse();
		line.drop();

		await hands.attach(notes);
		await hands.type('4101');
		await quickInput.item(firstSentence(unreachable)).waitFor();
		await quickInput.escape();
		await line.listen();
		await commandPalette.run(`COR: ${titled('command.finishUploads')}`);
		await modal.says(say('Resume the interrupted upload to {0}?', task));
		await modal.press(say('Resume'));
		await notifications.shows(say('Attached {0} files to {1}.', 2, task));
		assert.deepEqual(stored(), [logo, notes]);
		assert.deepEqual(sandbox.complaints, []);
	});
});
