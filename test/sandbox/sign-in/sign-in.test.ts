import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { fetch } from 'undici';
import { startedSandbox } from '../kit/started-sandbox.js';

interface Pair {
	readonly access_token: string;
	readonly refresh_token: string;
	readonly expires_in: number;
	readonly token_type: string;
}

describe('signing in', () => {
	const sandbox = startedSandbox();

	const ask = (credentials: { apiKey: string; clientSecret: string }) =>
		fetch(`${sandbox.current.apiUrl}/oauth/token?grant_type=client_credentials`, {
			method: 'POST',
			headers: { authorization: `Basic ${btoa(`${credentials.apiKey}:${credentials.clientSecret}`)}` },
		});
	const refresh = (token: string) =>
		fetch(`${sandbox.current.apiUrl}/oauth/refreshtoken`, {
			method: 'POST',
			body: new URLSearchParams({ refresh_token: token }),
		});
	const me = (token: string) =>
		fetch(`${sandbox.current.apiUrl}/me`, { headers: { authorization: `Bearer ${token}` } });

	it('gives a JWT for a key and its secret, with which the user is known', async () => {
		const pair = (await (await ask(sandbox.current.credentials)).json()) as Pair;

		assert.deepEqual([pair.token_type, pair.expires_in, pair.access_token.split('.').length], ['Bearer', 3600, 3]);
		const user = (await (await me(pair.access_token)).json()) as { id: number; email: string; gmt: string };
		assert.deepEqual([user.id, user.email, user.gmt], [501, 'lucia@agencia.example', '-03:00']);
	});

	it('knows whose key it is', async () => {
		const pair = (await (await ask(sandbox.current.viewerCredentials)).json()) as Pair;

		assert.equal(((await (await me(pair.access_token)).json()) as { role_id: number }).role_id, 6);
	});

	it('rejects a wrong secret without a complaint: people mistype', async () => {
		const response = await ask({ ...sandbox.current.credentials, clientSecret: 'wrong' });

		assert.equal(response.status, 401);
		assert.deepEqual(sandbox.current.complaints, []);
	});

	it('renews with a refresh token, once', async () => {
		const first = sandbox.current.issueToken();
		const second = (await (await refresh(first.refresh_token)).json()) as Pair;

		assert.equal((await me(second.access_token)).status, 200);
		assert.notEqual(second.refresh_token, first.refresh_token);
		assert.equal((await refresh(first.refresh_token)).status, 401);
		assert.equal((await refresh(second.refresh_token)).status, 200);
	});

	it('ends every access token on request, and leaves refresh tokens alone', async () => {
		const pair = sandbox.current.issueToken();
		sandbox.current.expireTokens();

		const response = await me(pair.access_token);
		assert.deepEqual([response.status, await response.json()], [401, { error: 401, message: 'Unauthorized' }]);
		assert.equal((await refresh(pair.refresh_token)).status, 200);

		const other = sandbox.current.issueToken();
		sandbox.current.revokeRefreshTokens();
		assert.deepEqual([(await refresh(other.refresh_token)).status, (await me(other.access_token)).status], [401, 200]);
	});

	it('lets a token live as long as it was told', async () => {
		sandbox.current.set({ tokenLifeMs: 90_000 });
		assert.equal(((await (await ask(sandbox.current.credentials)).json()) as Pair).expires_in, 90);
		assert.equal((await me(sandbox.current.issueToken(undefined, -1).access_token)).status, 401);
	});

	it('takes no token that somebody changed', async () => {
		const [head, , signature] = sandbox.current.issueToken().access_token.split('.');
		const body = Buffer.from(JSON.stringify({ sub: 501, exp: 9e9, generation: 1 })).toString('base64url');

		assert.equal((await me(`${head}.${body}.${signature}`)).status, 401);
		assert.equal((await me('pasted-rubbish')).status, 401);
	});

	it('refuses a request that carries no token, as is documented', async () => {
		const response = await fetch(`${sandbox.current.apiUrl}/me`);

		assert.deepEqual([response.status, await response.json()], [401, { error: 401, message: 'Unauthorized' }]);
		assert.deepEqual([...sandbox.current.complaints], []);
	});

	it('never writes a token or a secret into its log of requests or onto the disk', async () => {
		const pair = (await (await ask(sandbox.current.credentials)).json()) as Pair;
		await me(pair.access_token);
		await refresh(pair.refresh_token);
		await fetch(`${sandbox.current.apiUrl}/me?access_token=${pair.access_token}`);

		const written = JSON.stringify([sandbox.current.requests, sandbox.current.complaints]) + (await sandbox.index());
		for (const secret of [pair.access_token, pair.refresh_token, 'Basic ', 'Bearer ey']) {
			assert.ok(!written.includes(secret), secret.slice(0, 8));
		}
	});

	it('answers 401 while the body is still to come, and the connection lives on', async () => {
		const { hostname, port } = new URL(sandbox.current.origin);
		const socket = connect(Number(port), hostname);
		const bodyBytes = 8 * 1024 * 1024;
		const head = (token: string) =>
			`POST /v1/tasks/4101/attachments HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${token}\r\n` +
			`Content-Type: multipart/form-data; boundary=b\r\nContent-Length: ${bodyBytes}\r\n\r\n`;

		socket.write(head('wrong'));
		assert.match(await received(socket, /Unauthorized/), /^HTTP\/1\.1 401/);
		assert.equal(sandbox.current.requests.at(-1)?.bytesReceived, 0);

		socket.write(Buffer.alloc(bodyBytes));
		socket.write('GET /v1/nowhere HTTP/1.1\r\nHost: here\r\n\r\n');
		assert.match(await received(socket, /Unauthorized/), /^HTTP\/1\.1 401/);
		const connections = sandbox.current.requests.map(request => request.connection);
		assert.equal(connections.at(-1), connections.at(-2));
		socket.destroy();
	});
});

async function received(socket: ReturnType<typeof connect>, until: RegExp): Promise<string> {
	let text = '';
	for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
		text += String(chunk);
		if (until.test(text)) {
			return text;
		}
	}
	return text;
}
