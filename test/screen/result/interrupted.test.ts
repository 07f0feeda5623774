import assert from 'node:assert/strict';
import { readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { extensionHosts } from '../../host/extension-host.js';
import { agencyFiles } from '../kit/agency-folder.js';
import { ofReview } from '../kit/hands.js';
import { keptOnDisk, removeJournals } from '../kit/kept-on-disk.js';
import { beginning, say, titled, withReason } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const { brief, installer, logo, notes, proposal } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const question = say('Resume the interrupted upload to {0}?', task);
const upload = { method: 'POST', path: '/v1/tasks/4101/attachments' };
const ours = ['.dialog-message', '.dialog-message-detail', '.dialog-buttons .monaco-button'];

describe('an upload that was cut off', () => {
	const cor = useCorWorkbench({ suite: 'interrupted', hasKey: true });
	startEachTestClean(cor);

	const journals = () => keptOnDisk(cor().hands.bench.editor, 'journal');
	const stored = () => {
		const { sandbox } = cor();
		return sandbox
			.attachments(4101)
			.map(({ originalname, sha256 }) => [originalname, sha256] as const)
			.toSorted();
	};
	const onDisk = (...names: readonly string[]) =>
		names.map(name => [name, cor().folder.sha256Of(name)] as const).toSorted();
	const uploads = () =>
		cor().sandbox.requests.filter(({ method, path: to }) => method === 'POST' && upload.path.endsWith(to)).length;

	/** Sends brief, logo, notes and proposal until two of them are on their way, one of which COR has stored. */
	const sendHalf = async () => {
		const { hands, folder, sandbox } = cor();
		writeFileSync(folder.pathOf(notes), 'Reunión'); // a test removes it
		folder.enlarge(brief, logo, notes, proposal);
		sandbox.failNext(upload, { kind: 'hang', store: true });
		sandbox.failNext(upload, { kind: 'hang' });
		await hands.bench.explorer.shows(notes);
		await hands.attach(brief, logo, notes, proposal);
		await hands.chooseTaskAndReview('4101', title);
		await until(() => uploads() === 2 && stored().length === 1);
	};
	/** Asks for what the palette has under that name, as soon as the extensions run again. */
	const attachOther = async () => {
		await cor().hands.bench.explorer.shows(installer);
		await cor().hands.attach(installer);
	};
	const crash = async () => {
		const { editor, notifications } = cor().hands.bench;
		const [host] = extensionHosts(editor);
		assert.ok(host);
		process.kill(host, 'SIGKILL');
		await until(() => extensionHosts(editor).some(pid => pid !== host));
		await notifications.isGone(/%/);
	};

	beforeEach('nothing is left of the test before', () => removeJournals(cor().hands.bench.editor));

	it('is asked about at the next attach after a crash, which goes on when it is put off', async () => {
		const { hands } = cor();
		const { modal, notifications, quickInput, statusBar } = hands.bench;
		const waiting = statusBar.labelled(say('COR: interrupted uploads. Click to resume'));
		await sendHalf();
		assert.equal(journals().length, 1);
		await crash();
		assert.equal(await notifications.count(), 0);

		await attachOther();

		await modal.says(question);
		await hands.bench.screenshot('1-question');
		assert.match(
			await modal.text(),
			new RegExp(
				[
					say('Started {0}.', '.*'),
					say('{0} files were not sent: {1}.', 2, '.*'),
					say('{0} files may already be on the task: {1}. The task is checked before sending them again.', 2, '.*'),
				].join('\n'),
			),
		);
		assert.deepEqual((await modal.buttons()).toSorted(), ['Cancel', say('Discard'), say('Resume')]);
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await modal.press('Cancel');
		await quickInput.asks(say('Attach {0}', installer));
		await waiting.waitFor();
		await quickInput.escape();
		assert.equal(stored().length, 1);

		await attachOther();
		await quickInput.asks(say('Attach {0}', installer));
		await quickInput.escape();

		await waiting.click();
		await modal.says(question);
		await modal.press(say('Resume'));
		await notifications.shows(say('Attached {0} files to {1}.', 4, task));
		await hands.bench.screenshot('2-finished');
		await waiting.waitFor({ state: 'hidden' });
		assert.deepEqual(stored(), onDisk(brief, logo, notes, proposal));
		assert.equal(uploads(), 5); // two before the crash, and after it all but the one that had arrived

		await hands.bench.commandPalette.run(`COR: ${titled('command.finishUploads')}`);
		await notifications.shows(say('There are no interrupted uploads.'));
	});

	it('goes on after a reload with what is still as it was', async () => {
		const { hands, folder } = cor();
		const { commandPalette, explorer, modal, notifications, quickInput } = hands.bench;
		await sendHalf();
		const [inDoubt = ''] = stored().map(([name]) => name);
		const [before] = extensionHosts(hands.bench.editor);
		// Neither has begun to leave. An editor that is loading may miss that a file goes, and select it again.
		writeFileSync(folder.pathOf(proposal), 'changed since');
		rmSync(folder.pathOf(notes));
		await explorer.row(notes).waitFor({ state: 'hidden' });
		await commandPalette.run('Developer: Reload Window');
		await until(() => !extensionHosts(hands.bench.editor).includes(before ?? 0));
		await explorer.shows(installer);

		await attachOther();
		await modal.says(question);
		await modal.press(say('Resume'));
		await modal.says(say('{0} has changed since the upload was interrupted.', proposal));
		await hands.bench.screenshot('3-changed');
		assert.deepEqual((await modal.buttons()).toSorted(), ['Cancel', say('Send Anyway'), say('Skip')]);
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await modal.press(say('Skip'));

		await quickInput.asks(say('Attach {0}', installer));
		await quickInput.escape();
		const failed = withReason(notes, say('The file no longer exists.'));
		await notifications.shows(failed);
		const skipped = withReason(proposal, say('It changed after the upload was interrupted.'));
		await notifications.shows(say('Skipped: {0}.', skipped));
		await hands.bench.screenshot('4-rest-told');
		assert.deepEqual(stored(), onDisk(brief, logo));
		assert.ok([brief, logo].includes(inDoubt as typeof brief));
	});

	it('leaves behind, until the person says otherwise, what lies outside of the workspace by now', async () => {
		const { hands, folder } = cor();
		const { commandPalette, modal, notifications, quickInput } = hands.bench;
		await sendHalf();
		await crash();
		const outside = path.join(path.dirname(folder.dir), 'privado.txt');
		renameSync(folder.pathOf(proposal), outside); // the same size and time
		symlinkSync(outside, folder.pathOf(proposal));

		await commandPalette.run(`COR: ${titled('command.finishUploads')}`);
		await modal.says(question);
		await modal.press(say('Resume'));
		await quickInput.asks(ofReview);
		await hands.bench.screenshot('5-outside');
		assert.ok((await quickInput.items()).some(row => row.includes(say('Outside the workspace: {0}.', outside))));
		assert.ok(!(await quickInput.ticked()).includes(proposal));
		await quickInput.accept();

		await notifications.shows(
			`${beginning('Skipped: {0}.')}${withReason(proposal, say('Outside the workspace: {0}.', outside))}`,
		);
		assert.ok(!stored().some(([name]) => name === proposal));
		rmSync(folder.pathOf(proposal));
		renameSync(outside, folder.pathOf(proposal));
	});

	it('is thrown away when the person says so', async () => {
		const { hands } = cor();
		const { commandPalette, modal, notifications } = hands.bench;
		await sendHalf();
		await crash();

		await commandPalette.run(`COR: ${titled('command.finishUploads')}`);
		await modal.says(question);
		await modal.press(say('Discard'));

		await until(() => journals().every(file => readFileSync(file, 'utf8').includes('"let-go"')));
		await commandPalette.run(`COR: ${titled('command.finishUploads')}`);
		await notifications.shows(say('There are no interrupted uploads.'));
		assert.equal(stored().length, 1);
	});
});

/** No event tells of what another process has done. */
async function until(condition: () => boolean): Promise<void> {
	for (let looks = 0; !condition(); looks += 1) {
		assert.ok(looks < 4_800, `never came: ${condition}`);
		await delay(50);
	}
}
