import { once } from 'node:events';
import { type AddressInfo, createServer, type ServerOpts, type Socket } from 'node:net';

/** A TCP server on this machine for the suite that calls this. */
export interface SocketServer {
	readonly apiUrl: string;
	/** The connections of this test. */
	readonly sockets: readonly Socket[];
}

/** `serve` gets each connection; after each test all of them are broken off. */
export function socketServer(serve: (socket: Socket) => void, options: ServerOpts = {}): SocketServer {
	const sockets: Socket[] = [];
	const server = createServer(options, socket => {
		sockets.push(socket);
		socket.on('error', () => {}); // the caller may leave at any time
		serve(socket);
	});

	before(async () => {
		await once(server.listen(0, '127.0.0.1'), 'listening');
	});
	afterEach(() => {
		for (const socket of sockets.splice(0)) {
			socket.destroy();
		}
	});
	after(async () => {
		await once(server.close(), 'close');
	});

	return {
		get apiUrl() {
			return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
		},
		sockets,
	};
}
