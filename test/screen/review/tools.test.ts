import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { collaborator } from '../../sandbox/seed.js';
import { agencyFiles } from '../kit/agency-folder.js';
import { asModel } from '../kit/companion/names.js';
import { beginning, say } from '../kit/spoken.js';
import { startEachTestClean } from '../kit/use-cor-workbench.js';
import { useSharedWindow } from '../kit/use-shared-window.js';

const { brief, notes } = agencyFiles;
const task = '#4101 Diseño de la campaña de invierno';
const ours = ['.monaco-dialog-box', '.notification-list-item-message'];

describe('a tool that a language model calls', () => {
	const cor = useSharedWindow('tools');
	startEachTestClean(cor);

	async function call(tool: string, input: object): Promise<void> {
		const { hands } = cor();
		await hands.bench.commandPalette.run(`Companion: ${asModel.title}`);
		await hands.bench.quickInput.says(asModel.title);
		await hands.bench.quickInput.fill(JSON.stringify({ tool, input }));
		await hands.bench.quickInput.accept();
	}

	it('shows each file and the task before anything leaves, and sends nothing where that is not confirmed', async () => {
		const { hands, folder, sandbox } = cor();
		const { explorer, modal, notifications } = hands.bench;
		await explorer.shows(brief);
		writeFileSync(folder.pathOf('.env'), 'TOKEN=1');
		const paths = [folder.pathOf(brief), folder.pathOf('.env')];
		const message = 'Va la v2.\n<script>alert(1)</script> **sin cambios**';

		await call('cor_attach_files', { paths, task: 4101, options: { status: 'pending', message } });

		await modal.says(say('Attach 1 file to {0}?', task));
		await hands.bench.screenshot('1-confirmation');
		const text = (await modal.text()).replace(/[`\u2060]/g, ''); // a chat draws code spans, this dialog their ticks
		assert.match(text, /Brief campaña de invierno\.md \(\d+ bytes\)/);
		assert.ok(
			text.includes(beginning('Skipped: {0} ({1})', '.env') + beginning('The name suggests secrets: {0}.')),
			text,
		);
		assert.ok(text.includes(say('Send as {0}', 'Lucía Fernández')), text);
		assert.match(text, new RegExp(say('pending')));
		const asTyped = 'Va la v2\\.\\s+<script>alert\\(1\\)</script> \\*\\*sin cambios\\*\\*';
		assert.match(text, new RegExp(`${say('With this message:')}\\s+${asTyped}`));
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await modal.press('Cancel');
		await notifications.shows(/refused: .*Cancel/);
		assert.deepEqual(sandbox.attachments(4101), []);
	});

	it('sends what was confirmed, and tells ids and address', async () => {
		const { hands, folder, sandbox } = cor();
		const { modal, notifications } = hands.bench;

		await call('cor_attach_files', { paths: [folder.pathOf(brief), notes], task: 4101 });

		await modal.says(say('Attach {0} files to {1}?', 2, task));
		await modal.press('Yes');
		await notifications.shows(say('Attached {0} files to {1}.', 2, task));
		await notifications.shows(/"address":".*\/tasks\/4101"/);
		await hands.bench.screenshot('2-attached');
		const answer = (await notifications.texts()).find(text => text.startsWith('{')) ?? '';
		for (const { id } of sandbox.attachments(4101)) {
			assert.ok(answer.includes(`"attachmentId":${id}`), answer);
		}
		assert.equal(sandbox.attachments(4101).length, 2);
	});

	it('asks before it tells what is on a task', async () => {
		const { hands, folder } = cor();
		const { modal, notifications } = hands.bench;
		await call('cor_attach_files', { paths: [folder.pathOf(notes)], task: 4101 });
		await modal.press('Yes');
		await notifications.shows(say('Attached {0} to {1}.', notes, task));
		await notifications.dismissAll();

		await call('cor_list_attachments', { task: 4101 });

		await modal.says(say('Share the attachment list of {0} with the model?', task));
		await hands.bench.screenshot('3-list');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await modal.press('Yes');
		await notifications.shows(/"name":"notas\.txt"/);
	});

	it('sends nothing beside what is there when a person retries it: nobody has compared it with the task', async () => {
		const { hands, folder, sandbox, storedNames } = cor();
		const { modal, notifications, quickInput } = hands.bench;
		await sandbox.place(4101, { user: collaborator, name: notes, bytes: Buffer.from('de João') });
		sandbox.failNext({ method: 'GET', path: /attachments$/ }, { kind: 'status', status: 500 });
		await call('cor_attach_files', { paths: [folder.pathOf(notes)], task: 4101, options: { onExisting: 'skip' } });
		await modal.press('Yes');

		await notifications.press(beginning('{0} was not attached to {1}. {2}', notes), say('Retry Failed'));

		await quickInput.asks(say('Nothing is checked for {0}', '#'));
		await hands.bench.screenshot('5-retried');
		assert.deepEqual(storedNames(), [notes]);
	});
});
