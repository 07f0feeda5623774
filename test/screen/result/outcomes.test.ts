import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { privateKey } from '../../attach/kit/made-up-secrets.js';
import { agencyFiles } from '../kit/agency-folder.js';
import { webUrlOf } from '../kit/cor-settings.js';
import { ofReview } from '../kit/hands.js';
import { beginning, like, say, titled, withReason } from '../kit/spoken.js';
import { startEachTestClean } from '../kit/use-cor-workbench.js';
import { useSharedWindow } from '../kit/use-shared-window.js';

const { installer, logo, notes, proposal, video } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const ours = ['.notification-list-item-message', '.notification-list-item-buttons-container'];

describe('what comes of an attach', () => {
	const cor = useSharedWindow('outcomes');
	startEachTestClean(cor);

	const attach = async (...names: readonly string[]) => {
		const { hands } = cor();
		await hands.bench.explorer.shows(notes);
		await hands.bench.notifications.watch();
		await hands.attach(...names);
		await (names.length > 1 ? hands.chooseTaskAndReview('4101', title) : hands.chooseTask('4101', title));
	};

	/** Attaches three files, one of which is gone by the time it is sent. Returns what brings it back. */
	const attachWithOneGone = async () => {
		const { hands, folder } = cor();
		await hands.attach(installer, logo, notes);
		await hands.takeTask('4101', title);
		await hands.bench.quickInput.asks(ofReview);
		const file = folder.pathOf(installer);
		const bytes = readFileSync(file);
		rmSync(file);
		await hands.acceptReview();
		return () => writeFileSync(file, bytes);
	};

	it('opens the page of the task', async () => {
		const { hands, sandbox } = cor();
		const { context, notifications } = hands.bench;
		await attach(notes);
		const result = say('Attached {0} to {1}.', notes, task);
		await notifications.shows(result);
		const opened = context.waitForEvent('page');
		await notifications.press(result, say('Open Task'));
		const page = await opened;
		await page.getByText(notes).first().waitFor();
		assert.equal(page.url(), `${webUrlOf(sandbox)}/tasks/4101`);
		await page.close();
	});

	it('copies Markdown for a commit message: names and the address of the task', async () => {
		const { hands, sandbox } = cor();
		const { notifications, page, quickInput } = hands.bench;
		await attach(logo, notes);
		const result = say('Attached {0} files to {1}.', 2, task);
		await notifications.shows(result);
		await notifications.press(result, say('Copy Summary'));
		await quickInput.highlighted(say('As plain text')).waitFor();
		await page.keyboard.press('ArrowDown');
		await quickInput.highlighted(say('As Markdown')).waitFor();
		const [heading, blank, ...lines] = (await hands.copiedBy(() => quickInput.accept())).split('\n');
		assert.deepEqual([heading, blank], [`[COR #4101 ${title}](${webUrlOf(sandbox)}/tasks/4101)`, '']);
		assert.deepEqual(lines.sort(), ['', `- ${logo}`, `- ${notes}`]); // in the order in which the explorer names them
	});

	it('copies the address of the file itself only when that is asked for', async () => {
		const { hands, sandbox } = cor();
		const { notifications, quickInput } = hands.bench;
		await attach(notes);
		const result = say('Attached {0} to {1}.', notes, task);
		await notifications.shows(result);
		await notifications.press(result, say('Copy Summary'));
		const copied = await hands.copiedBy(() => quickInput.choose(say('Direct links')));
		assert.match(copied, new RegExp(`^${sandbox.origin}/files/\\S+$`));
	});

	it('is nothing where it was cancelled, and one line says so', async () => {
		const { hands, sandbox } = cor();
		const { commandPalette, notifications, output, statusBar } = hands.bench;
		sandbox.set({ uploadBytesPerSecond: 200_000 });
		await attach(video);
		await notifications.shows(/\([1-5]\d%\)/);
		await statusBar.labelled(like('COR: {0} sent', /[1-5]\d%/)).waitFor();
		await notifications.press(/%/, 'Cancel');
		await notifications.isGone(/%/);
		await statusBar.labelled(like('COR: {0} sent', /.*%/)).waitFor({ state: 'hidden' });
		sandbox.set({ uploadBytesPerSecond: 0 });
		await sandbox.settled();
		assert.deepEqual(cor().storedNames(), []);

		await commandPalette.run(`COR: ${titled('command.showLog')}`);
		await output.shows(`task 4101 · ${video} · cancelled`);
		await notifications.shows(say('Cancelled. Nothing was attached to {0}.', task));
		assert.equal(await notifications.count(), 1);
		assert.ok((await notifications.most()) < 2);
	});

	it('asks about what failed and has become a secret meanwhile, before it is sent again', async () => {
		const { hands, folder, sandbox } = cor();
		const { notifications, quickInput } = hands.bench;
		sandbox.set({ limits: { refusedExtensions: ['exe'] } });
		await attach(installer, logo, notes);
		const failed = `${beginning('{0} of {1} files attached to {2}. Failed: {3}.', 2, 3, task)}${installer}`;
		await notifications.shows(failed);
		const before = readFileSync(folder.pathOf(installer));
		writeFileSync(folder.pathOf(installer), privateKey());
		sandbox.set({ limits: {} });
		await notifications.press(failed, say('Attach as Archive'));
		await quickInput.asks(say('Nothing is checked for {0}', '#'));
		await quickInput.accept();
		const secret = withReason(installer, say('Contains a private key.'));
		await notifications.shows(`${say('Nothing was attached to {0}.', task)} ${say('Skipped: {0}.', secret)}`);
		assert.deepEqual(cor().storedNames(), [logo, notes]);
		writeFileSync(folder.pathOf(installer), before);
	});

	it('names what failed, and sends just that again', async () => {
		const { hands } = cor();
		const { notifications } = hands.bench;
		await notifications.watch();
		const bringBack = await attachWithOneGone();
		const failed = say(
			'{0} of {1} files attached to {2}. Failed: {3}.',
			2,
			3,
			task,
			withReason(installer, say('The file no longer exists.')),
		);
		await notifications.shows(failed);
		await hands.bench.screenshot('1-partly-failed');
		assert.deepEqual(await notifications.buttons(failed), [say('Retry Failed'), say('Open Task'), say('Details')]);
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		assert.deepEqual(cor().storedNames(), [logo, notes]);

		bringBack();
		await notifications.press(failed, say('Retry Failed'));
		await notifications.shows(say('Attached {0} to {1}.', installer, task));
		assert.deepEqual(cor().storedNames(), [logo, installer, notes]);
		assert.ok((await notifications.most()) < 2);
	});

	it('compares with the task again what another batch has attached by the time of Retry Failed', async () => {
		const { hands } = cor();
		const { notifications, quickInput } = hands.bench;
		const bringBack = await attachWithOneGone();
		const failed = `${beginning('{0} of {1} files attached to {2}. Failed: {3}.', 2, 3, task)}${installer}`;
		await notifications.shows(failed);
		bringBack();
		await attach(installer);
		await notifications.shows(say('Attached {0} to {1}.', installer, task));

		await notifications.press(failed, say('Retry Failed'));
		await quickInput.asks(say('Nothing is checked for {0}', '#'));
		await quickInput.item(say('Unchanged since it was attached (v{0}).', 1)).waitFor();
		await quickInput.escape();
		assert.deepEqual(cor().storedNames(), [logo, installer, notes]);
	});

	// Before the tests that leave files in doubt: those are looked for later, and such a look would take the refusal.
	it('is one question where the credential ends in mid-batch, and the rest is sent after it', async () => {
		const { hands, sandbox } = cor();
		const { notifications } = hands.bench;
		await hands.bench.explorer.shows(notes);
		await hands.bench.notifications.watch();
		await hands.attach(installer, logo, notes);
		await hands.chooseTaskAndBeRefused('4101', title, sandbox);
		const question = say(
			'COR no longer accepts the credentials of {1}. The upload to {0} is paused. Sign in again to send the rest.',
			task,
			'Lucía Fernández (lucia@agencia.example)',
		);
		await notifications.shows(question);
		await hands.bench.screenshot('6-sign-in-and-go-on');
		assert.deepEqual(await notifications.buttons(question), [say('Sign In and Continue'), say('Stop')]);
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await notifications.press(question, say('Sign In and Continue'));
		await hands.signIn(sandbox.credentials);
		await notifications.shows(say('Attached {0} files to {1}.', 3, task));
		assert.deepEqual(cor().storedNames(), [logo, installer, notes]);
	});

	it('is doubt, and a way to look, where COR’s answer says nothing and the file is not on the task', async () => {
		const { hands, sandbox } = cor();
		const { notifications } = hands.bench;
		const says = { kind: 'status', status: 200, body: {}, early: false } as const;
		sandbox.failNext({ method: 'POST', path: '/v1/tasks/4101/attachments' }, says);
		await attach(proposal);
		const doubt = say('{0} may already be on {1}. Check before sending again.', proposal, task);
		await notifications.shows(doubt);
		await hands.bench.screenshot('2-may-have-arrived');
		assert.deepEqual(await notifications.buttons(doubt), [say('Check Again'), say('Open Task')]);
		assert.deepEqual(await hands.bench.cutOff(ours), []);

		await notifications.press(doubt, say('Check Again'));
		const notThere = say("{0} isn't on {1} yet. COR may still be saving it.", proposal, task);
		await notifications.shows(notThere);
		await hands.bench.screenshot('2-not-there-so-far');
		assert.deepEqual(await notifications.buttons(notThere), [say('Check Again'), say('Send Again'), say('Open Task')]);
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		assert.deepEqual(cor().storedNames(), []);

		await notifications.press(notThere, say('Send Again'));
		await notifications.shows(say('Attached {0} to {1}.', proposal, task));
		assert.deepEqual(cor().storedNames(), [proposal]);
		assert.ok((await notifications.most()) < 2);
	});

	it('is a way to look for what may have arrived, also beside what failed', async () => {
		const { hands, folder, sandbox } = cor();
		const { notifications } = hands.bench;
		folder.enlarge(logo, notes);
		const toTask = { method: 'POST', path: '/v1/tasks/4101/attachments' };
		sandbox.failNext(toTask, { kind: 'status', status: 400, body: { message: 'No cabe' }, early: false });
		sandbox.failNext(toTask, { kind: 'status', status: 200, body: {}, early: false });
		await attach(logo, notes);
		const mixed = like(
			'{0} was not attached to {1}. {2}',
			/.*/,
			/#4101 .*/,
			like(
				'COR refused it: {0}',
				like('{0} may already be on {1}. Check before sending again.', /No cabe\. .*/, /#4101 .*/),
			),
		);
		await notifications.shows(mixed);
		await hands.bench.screenshot('7-failed-and-may-have-arrived');
		assert.deepEqual(await notifications.buttons(mixed), [say('Check Again'), say('Open Task'), say('Details')]);
		assert.deepEqual(await hands.bench.cutOff(ours), []);

		const opened = hands.bench.context.waitForEvent('page');
		await notifications.press(mixed, say('Open Task'));
		await (await opened).close();
		await notifications.press(mixed, say('Check Again')); // still there to who has only looked
		const absent = like(
			'{0} was not attached to {1}. {2}',
			/.*/,
			/#4101 .*/,
			like(
				'COR refused it: {0}',
				like("{0} isn't on {1} yet. COR may still be saving it.", /No cabe\. .*/, /#4101 .*/),
			),
		);
		await notifications.shows(absent);
		await hands.bench.screenshot('8-failed-and-not-there');
		assert.deepEqual(await notifications.buttons(absent), [say('Check Again'), say('Send Again'), say('Details')]);
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		assert.deepEqual(cor().storedNames(), []);
	});

	it('is one progress for what is attached while something else is on its way', async () => {
		const { hands, sandbox } = cor();
		const { notifications } = hands.bench;
		sandbox.set({ uploadBytesPerSecond: 400_000 }); // until both are on the screen
		await attach(video);
		await notifications.shows(like('{0}: {1} of {2} ({3}) · {4}', /.*/, /.*/, '20 MB'));
		await hands.attach(logo, notes);
		await hands.chooseTaskAndReview('4102', 'Guion del vídeo');
		await notifications.shows(like('{0}: {1} of {2} files, {3} of {4} ({5}) · {6}', /.*/, 0, 3));
		await hands.bench.screenshot('3-two-at-once');
		assert.ok((await notifications.most()) < 2);
		sandbox.set({ uploadBytesPerSecond: 0 });
		await notifications.shows(say('Attached {0} to {1}.', video, task));
		await notifications.shows(`${beginning('Attached {0} files to {1}.', 2)}#4102`);
		assert.deepEqual(cor().storedNames(), [video]);
		assert.deepEqual(cor().storedNames(4102), [logo, notes]);
	});

	it('is the reason where COR does not let somebody attach', async () => {
		const { hands, sandbox } = cor();
		const { commandPalette, notifications, statusBar } = hands.bench;
		await commandPalette.run(`COR: ${titled('command.signIn')}`);
		await hands.signIn(sandbox.viewerCredentials);
		await statusBar.item(say('Signed in to COR as {0}', 'Marta Ibáñez')).waitFor();
		await attach(notes);
		const refused = say(
			'{0} was not attached to {1}. {2}',
			notes,
			task,
			say("Your COR role doesn't allow this. Ask your COR admin."),
		);
		await notifications.shows(refused);
		await hands.bench.screenshot('4-forbidden');
		assert.deepEqual(await notifications.buttons(refused), [say('Choose Another Task'), say('Show Log')]);
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		assert.deepEqual(cor().storedNames(), []);
		assert.ok((await notifications.most()) < 2);
	});

	it('is in nobody’s name after the sign-out, which says what is left', async () => {
		const { hands } = cor();
		const { commandPalette, modal, notifications, quickInput } = hands.bench;
		await commandPalette.run(`COR: ${titled('command.signOut')}`);
		await quickInput.asks(say('Sign Out of COR'));
		await quickInput.choose(say('All accounts'));
		await modal.press(say('Sign Out'));
		await notifications.shows(say('Signed out of COR. Your credentials were removed from this machine.'));
		await notifications.shows(say("The editor's environment still provides credentials (COR_TOKEN or COR_API_KEY)."));
		await hands.bench.screenshot('5-signed-out');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		assert.equal(await notifications.count(), 1);
	});
});
