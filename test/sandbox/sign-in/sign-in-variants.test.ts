import assert from 'node:assert/strict';
import { fetch } from 'undici';
import { startedSandbox } from '../kit/started-sandbox.js';
import { type Checks, checkVariants, observe } from '../kit/variant-checks.js';
import type { signInVariants } from './sign-in-variants.js';

describe('each plausible way of signing in', () => {
	const sandbox = startedSandbox();

	const askToken = (secret = sandbox.current.credentials.clientSecret) =>
		observe(
			fetch(`${sandbox.current.apiUrl}/oauth/token?grant_type=client_credentials`, {
				method: 'POST',
				headers: { authorization: `Basic ${btoa(`${sandbox.current.credentials.apiKey}:${secret}`)}` },
			}),
		);
	const refreshTwice = async () => {
		const { refresh_token } = sandbox.current.issueToken();
		const refresh = () =>
			observe(
				fetch(`${sandbox.current.apiUrl}/oauth/refreshtoken`, {
					method: 'POST',
					body: new URLSearchParams({ refresh_token }),
				}),
			);
		await refresh();
		return (await refresh()).status;
	};

	const checks: Checks<keyof typeof signInVariants> = {
		rejectedCredentials: {
			'400': async () => assert.equal((await askToken('wrong')).status, 400),
			'401': async () => assert.equal((await askToken('wrong')).status, 401),
			'403': async () => assert.equal((await askToken('wrong')).status, 403),
			'417': async () => assert.equal((await askToken('wrong')).status, 417),
		},
		tokenShape: {
			flat: async () => assert.equal((await askToken()).json.expires_in, 3600),
			nested: async () => {
				const { token, user } = (await askToken()).json;
				assert.deepEqual(
					[Object.keys(token).toSorted(), typeof token.expirationTime, user.id],
					[['access_token', 'expirationTime', 'refreshToken', 'type'], 'string', 501],
				);
			},
		},
		refreshTokens: {
			rotating: async () => assert.equal(await refreshTwice(), 401),
			reusable: async () => assert.equal(await refreshTwice(), 200),
		},
	};
	checkVariants(sandbox, checks);
});
