import assert from 'node:assert/strict';
import { agencyFiles } from '../kit/agency-folder.js';
import { beginning, say, titled, withoutStop } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const { logo, notes, proposal, video } = agencyFiles;
const title = 'Diseño de la campaña de invierno';

describe('signing out while files leave', () => {
	const cor = useCorWorkbench({ suite: 'sign-out' });
	startEachTestClean(cor);

	it('lets what is on its way end, begins nothing new, and says which files are left; the same person sends them later', async () => {
		const { hands, folder, sandbox } = cor();
		const { commandPalette, explorer, modal, notifications, quickInput } = hands.bench;
		folder.enlarge(logo, notes);
		await explorer.shows(notes);
		await hands.attach(logo, notes, proposal, video);
		await hands.signIn(sandbox.credentials);
		await hands.takeTask('4101', title);
		let answer = (): void => {};
		const until = new Promise<void>(resolve => {
			answer = resolve;
		});
		sandbox.failNext({ method: 'POST', path: '/v1/tasks/4101/attachments', times: 2 }, { kind: 'late', until });
		await hands.acceptReview();
		const isUpload = ({ method, path }: { method: string; path: string }) =>
			method === 'POST' && path.endsWith('/attachments');
		await sandbox.seen(() => sandbox.requests.filter(isUpload).length === 2);

		await commandPalette.run(`COR: ${titled('command.signOut')}`);
		await modal.press(say('Sign Out'));
		const end = say('Signed out of COR. Your credentials were removed from this machine.');
		await notifications.shows(end);
		await notifications.dismiss(end);
		answer();

		const why = withoutStop(say("The account used to send isn't signed in to COR."));
		const left = new RegExp(`${beginning('{0} of {1} files attached to {2}. Failed: {3}.', 2, 4)}.*${why}`);
		await notifications.shows(left);
		await hands.bench.screenshot('1-left');
		const begun = sandbox.requests.filter(isUpload).map(({ status }) => status);
		assert.deepEqual(begun, [200, 200]);
		assert.equal(sandbox.attachments(4101).length, 2);

		sandbox.set({ latencyMs: 0 });
		await notifications.press(left, say('Sign In'));
		await quickInput.asks(say('Sign In to COR'));
		await hands.bench.screenshot('2-sign-in-again');
		await hands.signIn(sandbox.credentials);
		await notifications.shows(`${beginning('Attached {0} files to {1}.', 2)}#4101`);
		assert.equal(sandbox.attachments(4101).length, 4);
	});
});
