import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { Identity } from './certificates.js';

/** What a proxy does with those who ask for a tunnel. */
export type ProxyConduct =
	| { readonly kind: 'tunnel' }
	/** Wants HTTP Basic credentials, `user:password`; without `challenge` it does not say so. */
	| { readonly kind: 'password'; readonly userInfo: string; readonly challenge?: string }
	| { readonly kind: 'answer'; readonly status: number; readonly html: string }
	| { readonly kind: 'reset' }
	/** Reads along: speaks TLS with both sides, with this certificate of its own. */
	| { readonly kind: 'intercept'; readonly identity: Identity };

export interface ForwardProxyOptions {
	/** What is behind every tunnel, whatever name was asked for: no name is looked up. */
	readonly target: { readonly host: string; readonly port: number };
	readonly conduct?: ProxyConduct;
	/** Where to listen: a path is a unix socket; else any free port of 127.0.0.1. */
	readonly listenAt?: string;
	/** Makes it a proxy that is itself spoken to by TLS. */
	readonly identity?: Identity;
}

export interface ForwardProxy {
	/** `127.0.0.1:<port>` */
	readonly host: string;
	/** `host:port` of each tunnel that was asked for, oldest first; a live list. */
	readonly asked: readonly string[];
	/** Everything that came from clients, what went through tunnels included, as Latin-1. */
	heard(): string;
	/** Ends the tunnels there are, and does this with those who ask from now on. */
	become(conduct: ProxyConduct): void;
	/** Resolves when every client has left its tunnel. */
	left(): Promise<void>;
	close(): Promise<void>;
}

/** A forward proxy on this machine that makes tunnels (CONNECT), the only thing that the editor's `fetch` asks of one. */
export async function startForwardProxy(options: ForwardProxyOptions): Promise<ForwardProxy> {
	const { target, listenAt, identity } = options;
	let conduct = options.conduct ?? { kind: 'tunnel' };
	const asked: string[] = [];
	const heard: Buffer[] = [];
	const sockets = new Set<Duplex>();
	const keep = (socket: Duplex): void => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
	};

	const hangUp = (): void => {
		for (const socket of sockets) {
			socket.destroy();
		}
	};

	const server = identity ? createHttpsServer(identity) : createHttpServer();
	server.on('connection', keep);
	server.on('request', (request, response) => {
		heard.push(Buffer.from(request.rawHeaders.join('\n')));
		response.writeHead(501).end();
	});
	server.on('connect', (request: IncomingMessage, client: Socket, head: Buffer) => {
		asked.push(request.url ?? '');
		heard.push(Buffer.from(request.rawHeaders.join('\n'), 'latin1'), head);
		client.on('data', chunk => heard.push(chunk)).pause();
		keep(client);
		serve(request, client);
	});
	if (listenAt === undefined) {
		server.listen(0, '127.0.0.1');
	} else {
		server.listen(listenAt);
	}
	await once(server, 'listening');

	const serve = (request: IncomingMessage, client: Socket): void => {
		switch (conduct.kind) {
			case 'tunnel':
				client.write(established);
				pipeTo(client);
				return;
			case 'password':
				if (isAllowed(request, conduct.userInfo)) {
					client.write(established);
					pipeTo(client);
				} else {
					const challenge = conduct.challenge ? `Proxy-Authenticate: ${conduct.challenge}\r\n` : '';
					client.end(`HTTP/1.1 407 Proxy Authentication Required\r\n${challenge}Content-Length: 0\r\n\r\n`);
				}
				return;
			case 'answer':
				client.end(
					`HTTP/1.1 ${conduct.status} Refused\r\nContent-Type: text/html\r\nContent-Length: ${conduct.html.length}\r\n\r\n${conduct.html}`,
				);
				return;
			case 'reset':
				client.resetAndDestroy();
				return;
			case 'intercept': {
				client.write(established);
				const opened = new TLSSocket(client, { isServer: true, ...conduct.identity });
				keep(opened);
				pipeTo(opened);
			}
		}
	};
	const pipeTo = (client: Duplex): void => {
		const server = connect(target);
		keep(server);
		client.pipe(server).pipe(client);
		client.once('close', () => server.destroy());
		server.once('close', () => client.destroy());
	};

	return {
		host: listenAt ?? `127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		heard: () => Buffer.concat(heard).toString('latin1'),
		become: next => {
			conduct = next;
			for (const socket of sockets) {
				socket.end();
			}
		},
		left: async () => {
			await Promise.all([...sockets].map(socket => new Promise(resolve => socket.once('close', resolve))));
		},
		close: async () => {
			hangUp();
			server.close();
			await once(server, 'close');
		},
	};
}

const established = 'HTTP/1.1 200 Connection established\r\n\r\n';

function isAllowed({ headers }: IncomingMessage, userInfo: string): boolean {
	return headers['proxy-authorization'] === `Basic ${Buffer.from(userInfo).toString('base64')}`;
}
