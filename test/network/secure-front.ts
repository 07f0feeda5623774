import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { createSecureContext, createServer } from 'node:tls';
import type { Identity } from './certificates.js';

export interface SecureFront {
	readonly port: number;
	close(): void;
}

/** Speaks TLS in front of a server on this machine that does not. `identityOf` chooses by the name asked for (SNI). */
export async function startSecureFront(
	targetPort: number,
	host: string,
	identityOf: (servername: string) => Identity,
): Promise<SecureFront> {
	const open = new Set<{ destroy(): void }>();
	const server = createServer({
		noDelay: true, // as servers are set up: a small answer does not wait for more
		...identityOf(''),
		SNICallback: (servername, done) => done(null, createSecureContext({ ...identityOf(servername) })),
	});
	server.on('connection', socket => open.add(socket));
	server.on('tlsClientError', () => {}); // a client that does not trust us, which is what the suites are about
	server.on('secureConnection', client => {
		const target = connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
		open.add(target);
		client.pipe(target).pipe(client);
		client.on('error', () => target.destroy()).once('close', () => target.destroy());
		target.on('error', () => client.destroy()).once('close', () => client.destroy());
	});
	server.listen(0, host);
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		close: () => {
			server.close();
			for (const each of open) {
				each.destroy();
			}
		},
	};
}
