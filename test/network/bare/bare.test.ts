import assert from 'node:assert/strict';
import { text } from '../../editor/kit/text.js';
import { corHost, useNetwork } from '../use-network.js';

describe('an editor that knows of HTTP_PROXY and of no certificate', () => {
	const network = useNetwork();

	it('takes that proxy for https too, and is not fooled by the server behind it', async () => {
		const proxy = await network.proxyOfEnvironment();

		assert.equal(
			(await network.send()).reason,
			text(
				"The server's certificate isn't trusted. Install your company's certificate where the extension runs, then restart the editor.",
			),
		);
		assert.deepEqual([...new Set(proxy.asked)], [`${corHost}:443`]);
	});
});
