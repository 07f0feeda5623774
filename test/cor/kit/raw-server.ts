import type { Socket } from 'node:net';
import { socketServer } from './socket-server.js';

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
	let talk: (socket: Socket) => void;
	const server = socketServer(socket => {
		socket.once('data', () => talk(socket));
		socket.resume();
	});

	return {
		get apiUrl() {
			return server.apiUrl;
		},
		answer: next => {
			talk = next;
		},
		left: async () => {
			const gone = (socket: Socket) => new Promise(resolve => socket.once('close', resolve));
			await Promise.all(server.sockets.map(socket => socket.closed || gone(socket)));
		},
		bytesSaid: () => server.sockets.reduce((sum, socket) => sum + socket.bytesWritten, 0),
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
