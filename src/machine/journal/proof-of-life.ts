import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

// What a unix socket's address holds on macOS, with its end, is 104 bytes.
const maxAddressBytes = 100;

/**
 * A local socket that listens for as long as this process lives, and not a moment longer: the operating system closes it
 * even with a process that is killed, and unlike the number of a process nobody else ever gets it.
 */
export class ProofOfLife {
	/** What `isAlive` is asked for. */
	readonly address: string;
	readonly #server: Server;
	readonly #folder: string | undefined;

	private constructor(address: string, server: Server, folder: string | undefined) {
		this.address = address;
		this.#server = server;
		this.#folder = folder;
	}

	/** Rejects where the machine does not let it listen. */
	static async begin(): Promise<ProofOfLife> {
		const folder = process.platform === 'win32' ? undefined : mkdtempSync(path.join(shortFolder(), 'cor-alive-'));
		const address = folder ? path.join(folder, 's') : `\\\\.\\pipe\\cor-attachments-${randomBytes(16).toString('hex')}`;
		const server = createServer(socket => socket.destroy());
		server.unref();
		server.listen(address);
		await once(server, 'listening');
		return new ProofOfLife(address, server, folder);
	}

	/** At once, since the process may end with the next turn. */
	dispose(): void {
		this.#server.close();
		if (this.#folder) {
			rmSync(this.#folder, { recursive: true, force: true });
		}
	}
}

/** Whether the process behind the address lives. In doubt it does: what somebody may be at work on is nobody else's. */
export async function isAlive(address: string): Promise<boolean> {
	const socket = connect(address);
	try {
		await once(socket, 'connect');
		return true;
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		return code !== 'ECONNREFUSED' && code !== 'ENOENT';
	} finally {
		socket.destroy();
	}
}

/** Removes what a process that is gone left behind at its address. */
export function clearAddress(address: string): void {
	const folder = path.dirname(address);
	if (
		process.platform !== 'win32' &&
		path.basename(folder).startsWith('cor-alive-') &&
		path.basename(address) === 's'
	) {
		rmSync(folder, { recursive: true, force: true });
	}
}

function shortFolder(): string {
	const folder = tmpdir();
	return Buffer.byteLength(path.join(folder, 'cor-alive-XXXXXX', 's')) > maxAddressBytes ? '/tmp' : folder;
}
