import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** A server for the suite that calls this that says byte by byte what each test writes. */
export interface RawServer {
	readonly apiUrl: string;
	/** What it says on every connection once a request has come, or begun to come. */
	answer(talk: (socket: Socket) => void): void;
	/** Resolves when the caller has left every connection. */
	left(): Promise<void>;
	/** Bytes that it has handed over for sending. */
	bytesSaid(): number;
}

export function rawServer(): RawServer {
	let server: Server;
	let talk: (socket: Socket) => void;
	let sockets: Socket[] = [];

	before(async () => {
		server = createServer(socket => {
			sockets.push(socket);
			socket.on('error', () => {}); // callers that leave are what is tested
			socket.once('data', () => talk(socket));
			socket.resume();
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
	});
	beforeEach(() => {
		sockets = [];
	});
	afterEach(() => {
		for (const socket of sockets) {
			socket.destroy();
		}
	});
	after(async () => {
		server.close();
		await once(server, 'close');
	});

	return {
		get apiUrl() {
			return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
		},
		answer: next => {
			talk = next;
		},
		left: async () => {
			const gone = (socket: Socket) => new Promise(resolve => socket.once('close', resolve));
			await Promise.all(sockets.map(socket => socket.closed || gone(socket)));
		},
		bytesSaid: () => sockets.reduce((sum, socket) => sum + socket.bytesWritten, 0),
	};
}

/** Says `head` and then the same again and again, as fast as it is taken, until the caller leaves. */
export function endless(head: string, again: string | Buffer): (socket: Socket) => void {
	return socket => {
		socket.write(head);
		// Nothing is always taken.
		if (again.length === 0) {
			return;
		}
		const more = (): void => {
			while (!socket.destroyed && socket.write(again)) {
				// as much as is taken
			}
		};
		socket.on('drain', more);
		more();
	};
}
