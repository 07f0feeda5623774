import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import { type Certificates, makeCertificates } from '../../network/certificates.js';
import { type ForwardProxy, startForwardProxy } from '../../network/forward-proxy.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { type AgencyFolder, agencyFiles, makeAgencyFolder } from '../kit/agency-folder.js';
import { keyInEnvironment } from '../kit/cor-settings.js';
import { Hands } from '../kit/hands.js';
import { firstSentence, like, say } from '../kit/spoken.js';
import { useWorkbench } from '../kit/use-workbench.js';

const { notes } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const ours = ['.notification-list-item-message', '.notification-list-item-buttons-container'];

describe('behind the proxy of a company', () => {
	let dir = '';
	let folder: AgencyFolder;
	let sandbox: Sandbox;
	let certificates: Certificates;
	let proxy: ForwardProxy;

	before('start COR and a proxy that reads along', async () => {
		dir = temporaryFolder();
		folder = makeAgencyFolder();
		sandbox = await startSandbox({ dataDir: path.join(dir, 'cor') });
		certificates = await makeCertificates();
		writeFileSync(path.join(dir, 'ca.crt'), certificates.companyCa);
		const target = { host: '127.0.0.1', port: Number(new URL(sandbox.origin).port) };
		proxy = await startForwardProxy({ target });
	});
	const workbench = useWorkbench(() => ({
		suite: 'network',
		folder: folder.dir,
		env: { ...keyInEnvironment(sandbox), SSL_CERT_FILE: path.join(dir, 'ca.crt') },
		settings: { 'corAttachments.apiUrl': 'https://cor.example.test/v1', 'http.proxy': `http://${proxy.host}` },
	}));
	beforeEach('read along as the company does', async () => {
		await workbench().clear();
		proxy.become({ kind: 'intercept', identity: certificates.trusted });
	});
	after('stop COR and the proxy', async () => {
		await proxy.close();
		await sandbox.close();
		folder.remove();
		removeTemporaryFolder(dir);
	});

	const typeTask = async (): Promise<Hands> => {
		const hands = new Hands(workbench());
		await hands.bench.explorer.shows(notes);
		await hands.attach(notes);
		await hands.bench.quickInput.asks(like('Attach {0}'));
		await hands.type('4101');
		return hands;
	};

	it('a certificate that is not trusted is told of before a task can be chosen', async () => {
		proxy.become({ kind: 'intercept', identity: certificates.otherCompany });
		const hands = await typeTask();
		const { quickInput } = hands.bench;
		const notTrusted = say(
			"The server's certificate isn't trusted. Install your company's certificate where the extension runs, then restart the editor.",
		);
		await quickInput.item(firstSentence(notTrusted)).waitFor();
		await hands.bench.screenshot('1-not-trusted');
		assert.deepEqual(await hands.bench.cutOff(['.quick-input-list']), []);
		await quickInput.escape();
	});

	// Last, since the settings cover the workbench.
	it('a proxy that wants a password leads to the check of the connection, and to the setting that helps', async () => {
		const hands = await typeTask();
		const { notifications, quickInput, page } = hands.bench;
		await quickInput.highlighted(title).waitFor();
		// The task has been looked at then, and the file is about to leave.
		sandbox.failNext({ method: 'GET', path: '/v1/tasks/4101/attachments' }, { kind: 'hang' });
		await quickInput.accept();
		await sandbox.seen(({ path: to }) => to.endsWith('/attachments'));
		proxy.become({ kind: 'password', userInfo: 'lucia:clave' });

		const needsPassword = say(
			'The proxy requires a user name and password. Add them before the host in the http.proxy setting: user:password@host.',
		);
		const said = say('{0} was not attached to {1}. {2}', notes, `#4101 ${title}`, needsPassword);
		await notifications.shows(said);
		await hands.bench.screenshot('2-wants-a-password');
		assert.deepEqual(await notifications.buttons(said), [
			say('Open Settings'),
			say('Check Connection'),
			say('Show Log'),
		]);
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await notifications.press(said, say('Check Connection'));

		const preview = page.frameLocator('iframe.webview.ready').frameLocator('iframe');
		await preview.getByText(`${say('Proxy')}: ${say('FAILED')}`).waitFor();
		await notifications.shows(needsPassword);
		await hands.bench.screenshot('3-report');
		assert.deepEqual(await notifications.buttons(needsPassword), [
			say('Open Settings'),
			say('Copy Report'),
			say('Show Log'),
		]);
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await notifications.press(needsPassword, say('Open Settings'));
		await page
			.locator('.settings-editor .setting-item-label', { hasText: /^Proxy$/ })
			.first()
			.waitFor();
		await hands.bench.screenshot('4-settings');
	});
});
