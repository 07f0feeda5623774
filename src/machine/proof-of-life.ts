import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { unlinkSync } from 'node:fs';
import { mkdir, mkdtemp, rmdir, symlink, unlink } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Result of asking a window: it is alive, it is gone (or somebody else answered), or unclear. */
export type Life = 'proven' | 'refuted' | 'in-doubt';

// macOS allows 104 bytes for a Unix socket's address, including the terminating zero.
const maxAddressBytes = 100;
const challengeBytes = 32;
const proofBytes = 32;
const answerMs = 5_000;

/**
 * A local socket that exists exactly as long as this process: the operating system closes it even if the process is
 * killed, and unlike a process id it is never reused. The process proves that the socket is its own with a secret that
 * it never sends, because other users could listen on a named pipe with the same name.
 */
export class ProofOfLife {
	readonly #server: Server;
	readonly #place: string;

	private constructor(server: Server, place: string) {
		this.#server = server;
		this.#place = place;
	}

	/** Listens at `place` (see `placeOf`). Rejects if the machine refuses. */
	static async begin(place: string, secret: string): Promise<ProofOfLife> {
		const server = createServer(socket => answer(socket, secret));
		server.unref();
		if (process.platform !== 'win32') {
			await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
		}
		await throughShortPath(place, async address => {
			server.listen(address);
			await once(server, 'listening');
		});
		return new ProofOfLife(server, place);
	}

	/** Synchronous, because the process may end right after this. */
	dispose(): void {
		this.#server.close();
		try {
			unlinkSync(this.#place);
		} catch {
			// Closing has removed it, or it is a named pipe.
		}
	}
}

/**
 * Where the window with this id listens: a socket in `folder`, which must be private to this user, or on Windows a
 * named pipe.
 */
export function placeOf(folder: string, ownerId: string): string {
	return process.platform === 'win32' ? `\\\\.\\pipe\\cor-attachments-${ownerId}` : path.join(folder, ownerId);
}

/**
 * Asks whoever listens at `place` for a proof. Never rejects. After `limit`, a socket that is connected proves enough:
 * only a living process of this user accepts there. Anybody can listen on a named pipe.
 */
export async function askForLife(
	place: string,
	secret: string,
	limit: AbortSignal = AbortSignal.timeout(answerMs),
): Promise<Life> {
	const challenge = randomBytes(challengeBytes);
	let isConnected = false;
	try {
		const found = await throughShortPath(place, async address => {
			const socket = connect({ path: address, signal: limit }, () => {
				isConnected = true;
			});
			socket.write(challenge);
			return readProof(socket);
		});
		return timingSafeEqual(found, prove(secret, challenge)) ? 'proven' : 'refuted';
	} catch (error) {
		if (limit.aborted) {
			return isConnected && process.platform !== 'win32' ? 'proven' : 'in-doubt';
		}
		return isGone(error) ? 'refuted' : 'in-doubt';
	}
}

function answer(socket: Socket, secret: string): void {
	socket.unref();
	socket.on('error', () => {}); // the asking process may hang up
	socket.setTimeout(answerMs, () => socket.destroy());
	socket.once('data', challenge => socket.end(prove(secret, challenge)));
}

function prove(secret: string, challenge: Uint8Array): Buffer {
	return createHmac('sha256', secret).update(challenge).digest();
}

/** Reads the bytes of a proof and no more. Missing bytes stay zero. */
async function readProof(socket: Socket): Promise<Buffer> {
	const proof = Buffer.alloc(proofBytes);
	let length = 0;
	for await (const chunk of socket as AsyncIterable<Buffer>) {
		length += chunk.copy(proof, length);
		if (length === proofBytes) {
			break;
		}
	}
	return proof;
}

/** Whether nobody listens there, or the listener hung up. An error before connecting doesn't count. */
function isGone(error: unknown): boolean {
	const { code, syscall } = error as NodeJS.ErrnoException;
	return (
		code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'EPIPE' || (code === 'ENOENT' && syscall === 'connect')
	);
}

/**
 * Calls `use` with an address that leads to `place` and is short enough for a socket. The address is only valid until
 * `use` ends.
 */
async function throughShortPath<T>(place: string, use: (address: string) => Promise<T>): Promise<T> {
	if (process.platform === 'win32' || Buffer.byteLength(place) <= maxAddressBytes) {
		return use(place);
	}
	// A link in a new private folder. It isn't needed after connecting or listening.
	const folder = await mkdtemp(path.join(shortFolder(), 'cor-way-'));
	const link = path.join(folder, 'f');
	try {
		await symlink(path.dirname(place), link);
		return await use(path.join(link, path.basename(place)));
	} finally {
		await unlink(link).catch(() => {});
		await rmdir(folder).catch(() => {});
	}
}

function shortFolder(): string {
	const folder = tmpdir();
	return Buffer.byteLength(path.join(folder, 'cor-way-XXXXXX', 'f', 'x'.repeat(16))) > maxAddressBytes
		? '/tmp'
		: folder;
}
