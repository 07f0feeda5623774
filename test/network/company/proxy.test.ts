import assert from 'node:assert/strict';
import { text } from '../../editor/kit/text.js';
import { arrived, setApiUrl, sha256 } from '../../editor/kit/use-cor.js';
import { corHost, useNetwork } from '../use-network.js';

const taskId = 4101;

describe('the way to COR', () => {
	const network = useNetwork();

	it('leads through the proxy of http.proxy, which hears nothing of what goes by', async () => {
		const { cor } = network;
		const proxy = await network.proxy();
		const contents = 'una campaña entera '.repeat(50_000);
		await setApiUrl(`https://${corHost}/v1`);
		await cor.attach({ taskId, uris: [await cor.write('campaña.txt', contents)] });

		assert.deepEqual(arrived(cor.sandbox, taskId), { 'campaña.txt': sha256(contents) });
		assert.deepEqual([...new Set(proxy.asked)], [`${corHost}:443`]);
		assert.ok(proxy.heard().length > contents.length);
		assert.doesNotMatch(proxy.heard(), /Bearer|Basic |attachments|campaña entera/i);
	});

	it('leads through the proxy of HTTPS_PROXY where no setting names one', async () => {
		const proxy = await network.proxyOfEnvironment();

		assert.equal((await network.send()).status, 'attached');
		assert.deepEqual([...new Set(proxy.asked)], [`${corHost}:443`]);
	});

	it('leads through the proxy of http.proxy rather than that of HTTPS_PROXY', async () => {
		const ofEnvironment = await network.proxyOfEnvironment();
		const proxy = await network.proxy();

		assert.equal((await network.send()).status, 'attached');
		assert.ok(proxy.asked.length > 0);
		assert.deepEqual(ofEnvironment.asked, []);
	});

	it('leads past the proxy to a host of NO_PROXY', async () => {
		const proxy = await network.proxy();

		assert.equal((await network.send(network.directHost)).status, 'attached');
		assert.deepEqual(proxy.asked, []);
	});

	it('leads past the proxy to a host of http.noProxy, which counts in place of NO_PROXY', async () => {
		const proxy = await network.proxy();
		await network.set('noProxy', ['intranet.example.test']);
		assert.equal((await network.send(network.directHost)).status, 'attached');
		assert.deepEqual([...new Set(proxy.asked)], [network.directHost]);

		const other = await network.proxy();
		await network.set('noProxy', ['intranet.example.test', '127.0.0.2']);
		assert.equal((await network.send(network.directHost)).status, 'attached');
		assert.deepEqual(other.asked, []);
	});

	it('leads past every proxy where http.proxySupport is off', async () => {
		const proxy = await network.proxy();
		await network.set('proxySupport', 'off');

		assert.equal((await network.send()).reason, text("Can't reach COR. Check your network or proxy."));
		assert.deepEqual(proxy.asked, []);
	});

	it('leads through a proxy that wants the password which is in its address', async () => {
		const userInfo = 'lucía:clave 100%';
		const proxy = await network.proxy(
			{ conduct: { kind: 'password', userInfo, challenge: 'Basic realm="Agencia"' } },
			'luc%C3%ADa:clave%20100%25@',
		);

		assert.equal((await network.send()).status, 'attached');
		assert.ok(proxy.asked.length > 0);
	});

	it('leads through a proxy that is spoken to by TLS', async () => {
		const proxy = await network.proxy({ identity: network.certificates.trusted });

		assert.equal((await network.send()).status, 'attached');
		assert.ok(proxy.asked.length > 0);
	});

	it('leads through a proxy that reads along with a certificate of the company, once that is installed', async () => {
		const proxy = await network.proxy({ conduct: { kind: 'intercept', identity: network.certificates.trusted } });

		assert.equal((await network.send()).status, 'attached');
		assert.deepEqual([...new Set(proxy.asked)], [`${corHost}:443`]);
	});

	it('leads nowhere without TLS where a proxy would read along, also on this machine', async () => {
		const proxy = await network.proxy();
		const { cor } = network;
		await setApiUrl(cor.sandbox.apiUrl.replace('127.0.0.1', '127.0.0.3'));
		const { outcomes } = await cor.attach({ taskId, uris: [await cor.write('a.txt', 'a')] });

		assert.equal(
			outcomes[0]?.reason,
			text('The API address in your settings is invalid. It must start with https:// and contain no password.'),
		);
		assert.deepEqual(proxy.asked, []);
	});

	for (const host of ['127.0.0.1', 'localhost']) {
		it(`leads to COR on this machine past every proxy (${host})`, async () => {
			const proxy = await network.proxy();
			const { cor } = network;
			await setApiUrl(cor.sandbox.apiUrl.replace('127.0.0.1', host));
			const { outcomes } = await cor.attach({ taskId, uris: [await cor.write('a.txt', 'a')] });

			assert.equal(outcomes[0]?.status, 'attached');
			assert.deepEqual(proxy.asked, []);
		});
	}

	it('is that of the settings as they are now, without a restart', async () => {
		await network.proxy({ conduct: { kind: 'answer', status: 403, html: '' } });
		assert.equal((await network.send()).status, 'failed');
		await network.proxy();

		assert.equal((await network.send()).status, 'attached');
	});
});
