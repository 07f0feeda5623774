import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '../../host/temporary-folder.js';
import { agencyFiles } from '../kit/agency-folder.js';
import { asModel } from '../kit/companion/names.js';
import { beginning, like, say, titled } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const unaskedKey = 'Control+Alt+9';

describe('a workspace that is not trusted', () => {
	const dir = temporaryFolder();
	const file = path.join(dir, 'unasked.txt');
	writeFileSync(file, 'unasked');
	const call = {
		key: 'ctrl+alt+9',
		command: 'corAttachments.attach',
		args: { taskId: 4101, uris: [pathToFileURL(file).href] },
	};
	const cor = useCorWorkbench({
		suite: 'restricted-mode',
		hasKey: true,
		branch: 'main',
		trust: true,
		settings: { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' },
		userFiles: {
			'keybindings.json': JSON.stringify([call, { key: 'ctrl+alt+p', command: 'corAttachments.attachAllChanges' }]),
		},
	});
	startEachTestClean(cor);

	it('gets no file sent by a call that asks nothing, and is told why', async () => {
		const { hands, sandbox } = cor();
		await hands.bench.explorer.shows(agencyFiles.proposal);
		await hands.bench.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
		await hands.bench.page.keyboard.press(unaskedKey);
		const why = say("This workspace isn't trusted, so files aren't sent automatically.");
		const refused = say('{0} was not attached to {1}. {2}', 'unasked.txt', '.*', why);
		await hands.bench.notifications.shows(new RegExp(refused));
		await hands.bench.screenshot('1-refused');
		assert.deepEqual(sandbox.attachments(4101), []);
		assert.deepEqual(sandbox.requests, []);
	});

	for (const [tool, input] of [
		['cor_attach_files', { paths: [agencyFiles.proposal], task: 4101 }],
		['cor_list_attachments', { task: 4101 }],
	] as const) {
		it(`answers no model: ${tool}`, async () => {
			const { hands, sandbox } = cor();
			const { commandPalette, notifications, quickInput } = hands.bench;
			await commandPalette.run(`Companion: ${asModel.title}`);
			await quickInput.says(asModel.title);
			await quickInput.fill(JSON.stringify({ tool, input }));
			await quickInput.accept();
			await notifications.shows(/refused: Nothing was sent: the workspace is not trusted/);
			assert.deepEqual(sandbox.requests, []);
		});
	}

	it('has no patch offered, and none made where it is asked for all the same', async () => {
		const { hands, sandbox } = cor();
		const { commandPalette, notifications, page } = hands.bench;
		const offered = await commandPalette.offers(`COR: ${say('Attach')}`, `COR: ${titled('command.attach')}`);
		const patches = ['File', 'Staged', 'All'].map(which => titled(`command.attach${which}Changes`));
		assert.ok(!offered.some(item => patches.some(patch => item.includes(patch))));
		await page.keyboard.press('Control+Alt+P');
		await notifications.shows(say("Git doesn't run in untrusted workspaces, so patches can't be created here."));
		await hands.bench.screenshot('2-no-patch');
		assert.deepEqual(sandbox.requests, []);
	});

	it('has the review of a folder say that Git could not be asked what it ignores', async () => {
		const { hands } = cor();
		const { explorer, quickInput } = hands.bench;
		await explorer.shows(agencyFiles.manyPhotos);
		await hands.attach(agencyFiles.manyPhotos);
		await hands.takeTask('4101', 'Diseño de la campaña de invierno');
		await quickInput.asks(like('Attach {0} files ({1}) to {2}', 51, /.*/, '#'));
		await hands.bench.screenshot('3-rules-guessed');
		assert.equal(
			await quickInput.input.getAttribute('placeholder'),
			say('Git unavailable: ignored files may be included.'),
		);
		await quickInput.escape();
	});

	it('lets a person attach by their own hand, and again from a row of the view', async () => {
		const { hands, sandbox } = cor();
		const { attachments, contextMenu, explorer, notifications, quickInput } = hands.bench;
		await attachments.open();
		await explorer.shows(agencyFiles.proposal);
		await hands.attach(agencyFiles.proposal);
		await hands.chooseTask('4101', 'Diseño de la campaña de invierno');
		await notifications.shows(`${beginning('Attached {0} to {1}.', agencyFiles.proposal)}#4101`);
		const sent = sandbox.attachments(4101).length;

		await contextMenu.choose(
			attachments.row(new RegExp(`^${agencyFiles.proposal}v1 · ${say('from here')}`)),
			titled('command.attachAgain'),
		);

		await quickInput.asks(say('Nothing is checked for {0}', '#'));
		await quickInput.escape();
		assert.equal(sandbox.attachments(4101).length, sent);
	});
});
