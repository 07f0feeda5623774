import assert from 'node:assert/strict';
import { agencyFiles } from '../kit/agency-folder.js';
import { ofReview } from '../kit/hands.js';
import { beginning, like, say, titled } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const { logo, notes, proposal } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const ours = ['.quick-input-widget', '.notification-list-item-message', '.notification-list-item-buttons-container'];
const lucia = 'Lucía Fernández (lucia@agencia.example)';
const joao = 'João Conceição (joao@agencia.example)';
const asLucia = like('{0} · as {1}', /.*/, /Lucía Fernández$/);
const asJoao = like('{0} · as {1}', /.*/, /João Conceição$/);

describe('accounts', () => {
	const cor = useCorWorkbench({ suite: 'accounts' });
	startEachTestClean(cor);

	it('are there for another extension after the editor asked the person: a token, and no key', async () => {
		const { hands, sandbox } = cor();
		const { commandPalette, modal, notifications, quickInput } = hands.bench;
		await commandPalette.run('Companion: Look for a COR Session');
		await notifications.shows('got no session');
		await notifications.dismissAll();

		await commandPalette.run('Companion: Ask for a COR Session');
		await modal.says(/wants to sign in using COR/);
		await hands.bench.screenshot('1-consent');
		await modal.press('Allow');
		await quickInput.asks(say('Sign In to COR'));
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await hands.bench.screenshot('2-sign-in');
		await hands.signIn(sandbox.credentials);

		const got = `got a session of ${lucia} · ${new URL(sandbox.apiUrl).host} with accessToken, account, id, scopes; nothing else; COR knows user 501`;
		await notifications.shows(got);
		await hands.bench.screenshot('3-what-it-got');
		await notifications.dismissAll();
		await commandPalette.run('Companion: Look for a COR Session');
		await notifications.shows(got);
	});

	it('stand in the menu of accounts', async () => {
		const { bench } = cor().hands;
		const { accounts } = bench;
		await accounts.openWith(lucia);
		await bench.screenshot('4-menu');
		assert.equal((await accounts.labels()).filter(label => label.includes(lucia)).length, 1);
		await accounts.close();
	});

	it('have each their own tasks in the view, also once they were switched in the pick of the task', async () => {
		const { hands, sandbox } = cor();
		const { attachments, commandPalette, explorer, quickInput, statusBar } = hands.bench;
		const [ofLucia, ofJoao] = [attachments.row(/^#4110 /), attachments.row(/^#4106 /)];
		await attachments.open();
		await ofLucia.waitFor();
		await commandPalette.run(`COR: ${titled('command.signIn')}`);
		await hands.signIn(sandbox.collaboratorCredentials);
		await statusBar.item(say('Signed in to COR as {0}', joao)).waitFor();
		await ofJoao.waitFor();

		await explorer.shows(notes);
		await hands.attach(notes);
		await quickInput.press(like('Sends as {0}. Click to switch accounts', /João Conceição .*/));
		await quickInput.choose(lucia);
		await quickInput.asks(asLucia);
		await ofLucia.waitFor();
		await ofJoao.waitFor({ state: 'hidden' });
		await quickInput.escape();

		await commandPalette.run(`COR: ${titled('command.switchAccount')}`);
		await quickInput.choose(joao);
		await ofJoao.waitFor();
		await ofLucia.waitFor({ state: 'hidden' });
		await attachments.fold();
	});

	it('are shown before anything leaves, switched with one button, and remembered for the workspace', async () => {
		const { hands, sandbox } = cor();
		const { commandPalette, explorer, notifications, quickInput, statusBar } = hands.bench;
		await commandPalette.run(`COR: ${titled('command.signIn')}`);
		await hands.signIn(sandbox.collaboratorCredentials);
		await statusBar.item(say('Signed in to COR as {0}', joao)).waitFor();

		await explorer.shows(notes);
		await hands.attach(logo, notes);
		await quickInput.asks(asJoao);
		await hands.bench.screenshot('5-as-joao');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await quickInput.press(like('Sends as {0}. Click to switch accounts', /João Conceição .*/));
		await quickInput.asks(say('Switch COR Account'));
		await hands.bench.screenshot('6-switch');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await quickInput.choose(lucia);
		await quickInput.asks(asLucia);
		await hands.takeTask('4101', title);
		await quickInput.asks(ofReview);
		await quickInput.asks(
			like('{0} · as {1}', like('Attach {0} files ({1}) to {2}', 2, /.*/, /#.*/), /Lucía Fernández$/),
		);
		await hands.bench.screenshot('7-review');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await hands.acceptReview();
		await notifications.shows(`${beginning('Attached {0} files to {1}.', 2)}#4101`);
		assert.deepEqual(ownersOf(sandbox.attachments(4101)), [501, 501]);

		await notifications.dismissAll();
		await hands.attach(proposal);
		await quickInput.asks(asLucia);
		await quickInput.escape();
		await commandPalette.run(`COR: ${titled('command.switchAccount')}`);
		await quickInput.choose(joao);
		await quickInput.isClosed();
		await hands.attach(proposal);
		await quickInput.asks(asJoao);
		await hands.chooseTask('4101', title);
		await notifications.shows(`${beginning('Attached {0} to {1}.', proposal)}#4101`);
		assert.deepEqual(ownersOf(sandbox.attachments(4101)), [501, 501, 503]);
	});

	it('are shown in the review of a new version, which has no pick of the task before it', async () => {
		const { hands, sandbox } = cor();
		const { attachments, contextMenu, notifications, quickInput } = hands.bench;
		await hands.forgetHistory();
		await hands.attach(notes);
		await quickInput.asks(asJoao);
		await hands.chooseTask('4101', title);
		await notifications.shows(`${beginning('Attached {0} to {1}.', notes)}#4101`);
		await attachments.open();
		await contextMenu.choose(attachments.row(/notas\.txtv1 .*João/), titled('command.attachVersion'));
		await quickInput.asks(like('{0} · as {1}', like('Nothing is checked for {0}', /#.*/), /João Conceição$/)); // the same bytes
		await quickInput.tick(notes);
		await quickInput.asks(like('{0} · as {1}', like('Attach 1 file ({0}) to {1}', /.*/, /.*/), /João Conceição$/));
		await quickInput.ok();
		await notifications.shows(say('Attached {0} to {1} as version {2}.', notes, `#4101 ${title}`, 2));
		assert.deepEqual(ownersOf(sandbox.attachments(4101)), [503]);
	});

	it('do not take the place of each other in mid-batch', async () => {
		const { hands, sandbox } = cor();
		const { notifications, quickInput } = hands.bench;
		await hands.attach(logo, notes);
		await hands.chooseTaskAndBeRefused('4101', title, sandbox);
		const paused = say(
			'COR no longer accepts the credentials of {1}. The upload to {0} is paused. Sign in again to send the rest.',
			`#4101 ${title}`,
			joao,
		);
		await notifications.shows(paused);
		await notifications.press(paused, say('Sign In and Continue'));
		await hands.signIn(sandbox.credentials);
		await quickInput.says(
			say('These credentials belong to {0}. Sign in as {1}, who started this upload.', lucia, joao),
		);
		await hands.bench.screenshot('8-somebody-else');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await quickInput.back();
		await quickInput.says(say('Enter the API key.'));
		await hands.enter(sandbox.collaboratorCredentials.apiKey);
		await quickInput.says(say('Enter the client secret.'));
		await hands.enter(sandbox.collaboratorCredentials.clientSecret);

		await notifications.shows(`${beginning('Attached {0} files to {1}.', 2)}#4101`);
		assert.deepEqual(ownersOf(sandbox.attachments(4101)), [503, 503]);
	});

	it('sign out in the menu of accounts, and the other goes on', async () => {
		const { hands, sandbox } = cor();
		const { accounts, modal, notifications, quickInput } = hands.bench;
		await accounts.choose(joao, 'Sign Out');
		await modal.says(/João Conceição/);
		await hands.bench.screenshot('9-sign-out');
		await modal.press('Sign Out');

		await hands.attach(proposal);
		await quickInput.asks(asLucia);
		await hands.chooseTask('4101', title);
		await notifications.shows(`${beginning('Attached {0} to {1}.', proposal)}#4101`);
		assert.deepEqual(ownersOf(sandbox.attachments(4101)), [501]);
		await accounts.openWith(lucia);
		assert.deepEqual(
			(await accounts.labels()).filter(label => label.includes('agencia.example')).map(label => label.split(' · ')[0]),
			[lucia],
		);
		await accounts.close();
	});

	it('sign out one by one, or all', async () => {
		const { hands, sandbox } = cor();
		const { commandPalette, modal, notifications, quickInput, statusBar } = hands.bench;
		await commandPalette.run(`COR: ${titled('command.signIn')}`);
		await hands.signIn(sandbox.collaboratorCredentials);
		await statusBar.item(say('Signed in to COR as {0}', joao)).waitFor();

		await commandPalette.run(`COR: ${titled('command.signOut')}`);
		await quickInput.asks(say('Sign Out of COR'));
		await hands.bench.screenshot('10-whom');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await quickInput.choose(joao);
		await modal.says(say('Sign {0} out of COR?', joao));
		await modal.press(say('Sign Out'));
		await notifications.shows(say('Signed {0} out of COR. The credentials were removed from this machine.', joao));
		await notifications.dismissAll();
		await commandPalette.run(`COR: ${titled('command.signOut')}`);
		await modal.says(say('Sign {0} out of COR?', lucia));
		await modal.says(
			say(
				'Your credentials will be removed from this machine. COR shows a client secret only once, so make sure you have a copy.',
			),
		);
		await hands.bench.screenshot('10-sign-out-asked');
		await modal.press('Cancel');
		await commandPalette.run(`COR: ${titled('command.signOut')}`);
		await modal.press(say('Sign Out'));
		await notifications.shows(say('Signed out of COR. Your credentials were removed from this machine.'));
		await hands.attach(proposal);
		await quickInput.asks(like('Attach {0}'));
		await quickInput.escape();
	});

	it('say that COR rejected the token where nothing else was entered', async () => {
		const { commandPalette, quickInput } = cor().hands.bench;
		await commandPalette.run(`COR: ${titled('command.signIn')}`);
		await quickInput.choose(say('Access token'));
		await quickInput.says(say('Paste the access token.'));
		await cor().hands.enter('not-a-token');
		await quickInput.says(say('Paste the refresh token, or leave it empty.'));
		await quickInput.accept();
		await quickInput.says(say('COR rejected this token.'));
		await quickInput.escape();
	});

	it('keep what was pasted too early, and what one goes back from, while one signs in', async () => {
		const { hands, sandbox } = cor();
		const { commandPalette, quickInput, statusBar } = hands.bench;
		const { apiKey, clientSecret } = sandbox.collaboratorCredentials;
		await commandPalette.run(`COR: ${titled('command.signIn')}`);
		await quickInput.asks(say('Sign In to COR'));
		await quickInput.highlighted(say('API key and client secret')).waitFor();
		await hands.enter(apiKey);
		await quickInput.says(say('Enter the client secret.'));
		await hands.type(clientSecret);
		await quickInput.back();
		await quickInput.says(say('Enter the API key.'));
		assert.equal(await quickInput.input.inputValue(), apiKey);
		await quickInput.back();
		await quickInput.choose(say('API key and client secret'));
		await quickInput.says(say('Enter the API key.'));
		assert.equal(await quickInput.input.inputValue(), apiKey);
		await quickInput.accept();
		await quickInput.says(say('Enter the client secret.'));
		assert.equal(await quickInput.input.inputValue(), clientSecret);
		await quickInput.accept();
		await statusBar.item(say('Signed in to COR as {0}', joao)).waitFor();
	});

	describe('on a machine without a keyring', () => {
		const offer = say(
			"Your credentials couldn't be stored securely on this machine. You can keep them until this window closes.",
		);
		it('says so, and keeps the credential for the window where that is wanted', async () => {
			const { hands, sandbox } = cor();
			const { commandPalette, modal, notifications, quickInput } = hands.bench;
			await commandPalette.run('Companion: Sign In Without a Keyring');
			await quickInput.asks(say('Sign In to COR'));
			const why = say("The editor's secret storage can't be read, so you're not signed in to COR.");
			assert.equal(await quickInput.input.getAttribute('placeholder'), why);
			await hands.bench.screenshot('11-no-keyring');
			await hands.signIn(sandbox.credentials);

			await modal.says(offer);
			await hands.bench.screenshot('12-no-keyring-offer');
			assert.deepEqual((await modal.buttons()).toSorted(), ['Cancel', say('Keep for This Window')]);
			assert.deepEqual(await hands.bench.cutOff(['.monaco-dialog-box']), []);
			await modal.press(say('Keep for This Window'));

			await notifications.shows('acts as Lucía Fernández');
		});

		it('keeps nothing where that is not wanted', async () => {
			const { hands, sandbox } = cor();
			const { commandPalette, modal, notifications } = hands.bench;
			await commandPalette.run('Companion: Sign In Without a Keyring');
			await hands.signIn(sandbox.credentials);
			await modal.says(offer);
			await modal.press('Cancel');

			await notifications.shows('acts as undefined');
		});
	});
});

function ownersOf(attachments: readonly { readonly userId: number }[]): readonly number[] {
	return attachments.map(({ userId }) => userId).sort();
}
