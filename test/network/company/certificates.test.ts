import assert from 'node:assert/strict';
import { CorError } from '../../../src/attach/errors.js';
import { wayOut } from '../../../src/editor/messages/way-out.js';
import { text } from '../../editor/kit/text.js';
import { expiredHost, otherCompanyHost, otherNameHost, selfSignedHost, useNetwork } from '../use-network.js';

const notTrusted = text(
	"The server's certificate isn't trusted. Install your company's certificate where the extension runs, then restart the editor.",
);
const notRead = text(
	"The server's certificate isn't trusted. Turn on http.systemCertificates to use the system's certificates.",
);

describe('what is said of a certificate', () => {
	const network = useNetwork();

	for (const strict of [true, false]) {
		const also = strict ? '' : ', also with http.proxyStrictSSL off';

		for (const [what, host] of [
			['that vouches for itself', selfSignedHost],
			['of a company that nobody knows', otherCompanyHost],
		] as const) {
			it(`${what}${also}`, async () => {
				await network.set('proxyStrictSSL', strict);
				await network.proxy();

				assert.equal((await network.send(host)).reason, notTrusted);
			});
		}

		it(`of a proxy that is spoken to by TLS${also}`, async () => {
			await network.set('proxyStrictSSL', strict);
			const proxy = await network.proxy({ identity: network.certificates.selfSigned });

			assert.equal((await network.send()).reason, notTrusted);
			assert.deepEqual(proxy.asked, []);
		});

		it(`of a proxy that reads along${also}`, async () => {
			await network.set('proxyStrictSSL', strict);
			await network.proxy({ conduct: { kind: 'intercept', identity: network.certificates.otherCompany } });

			assert.equal((await network.send()).reason, notTrusted);
		});
	}

	it('of a server that is reached directly', async () => {
		await network.set('noProxy', ['127.0.0.2']);
		await network.set('systemCertificates', false);

		assert.equal((await network.send(network.directHost)).reason, notRead);
	});

	it('that is installed and not read', async () => {
		await network.proxy();
		await network.set('systemCertificates', false);
		assert.equal((await network.send()).reason, notRead);
		await network.set('systemCertificates', true);

		assert.equal((await network.send()).status, 'attached');
	});

	it('that has ended', async () => {
		await network.proxy();

		assert.equal(
			(await network.send(expiredHost)).reason,
			text(
				"The server's certificate has expired or isn't valid yet. Check this machine's date, then contact the server's admin.",
			),
		);
	});

	it('that is for another address', async () => {
		await network.proxy();

		assert.equal(
			(await network.send(otherNameHost)).reason,
			text("The server's certificate is for another address. Check the API address and your network."),
		);
	});

	it('offers the setting that helps, where one does', async () => {
		const ways = () =>
			(['certificate', 'certificate-dates', 'certificate-host'] as const).map(kind => wayOut(new CorError(kind, kind)));

		assert.deepEqual(ways(), [undefined, 'retry', 'open-api-settings']);
		await network.set('systemCertificates', false);
		assert.deepEqual(ways(), ['open-certificate-settings', 'retry', 'open-api-settings']);
	});
});
