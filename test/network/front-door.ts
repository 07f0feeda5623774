import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

export interface FrontDoor {
	readonly port: number;
	close(): void;
}

/**
 * A port that leads to a unix socket. The environment of an editor names its proxy before it starts, and the suite in it
 * makes that proxy later.
 */
export async function openFrontDoor(socketPath: string): Promise<FrontDoor> {
	const server = createServer(caller => {
		const inside = connect(socketPath);
		caller.pipe(inside).pipe(caller);
		caller.on('error', () => inside.destroy()).once('close', () => inside.destroy());
		inside.on('error', () => caller.destroy()).once('close', () => caller.destroy());
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	server.unref();
	return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}
