import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { unlinkSync } from 'node:fs';
import { lstat, mkdir, mkdtemp, rmdir, symlink, unlink } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What asking a window shows: it lives, it is gone (or somebody else answers), or neither. */
export type Life = 'proven' | 'refuted' | 'in-doubt';

// What a unix socket's address holds on macOS, with its end, is 104 bytes.
const maxAddressBytes = 100;
const challengeBytes = 32;
const proofBytes = 32;
const answerMs = 5_000;

/**
 * A local socket that listens for as long as this process lives, and not a moment longer: the operating system closes it
 * even with a process that is killed, and unlike the number of a process nobody else ever gets it. The process proves that
 * the socket is its own with a secret that it never sends: other users can listen on a named pipe of the same name.
 */
export class ProofOfLife {
	readonly #server: Server;
	readonly #place: string;

	private constructor(server: Server, place: string) {
		this.#server = server;
		this.#place = place;
	}

	/** Listens at `place`, see `placeOf`. Rejects where the machine does not let it. */
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

	/** At once, since the process may end with the next turn. */
	dispose(): void {
		this.#server.close();
		try {
			unlinkSync(this.#place);
		} catch {
			// Closing has removed it, or it is a named pipe.
		}
	}
}

/** Where the window of that id listens: in `folder`, which has to be this user's alone, and on Windows as a named pipe. */
export function placeOf(folder: string, ownerId: string): string {
	return process.platform === 'win32' ? `\\\\.\\pipe\\cor-attachments-${ownerId}` : path.join(folder, ownerId);
}

/** Asks who listens at `place` for a proof, until `limit`. Never rejects. */
export async function askForLife(
	place: string,
	secret: string,
	limit: AbortSignal = AbortSignal.timeout(answerMs),
): Promise<Life> {
	const challenge = randomBytes(challengeBytes);
	try {
		const found = await throughShortPath(place, async address => {
			const socket = connect({ path: address, signal: limit });
			socket.write(challenge);
			return readProof(socket);
		});
		return timingSafeEqual(found, prove(secret, challenge)) ? 'proven' : 'refuted';
	} catch (error) {
		return !limit.aborted && isGone(error) ? 'refuted' : 'in-doubt';
	}
}

/**
 * Whether anybody listens at an address that an older version noted, which proves nothing more. Such an address lies in a
 * shared folder: it is believed only where that is still the folder which this user made. Never rejects.
 */
export async function listensUnproven(address: string): Promise<boolean> {
	if (process.platform !== 'win32' && !(await isPrivate(path.dirname(address)))) {
		return false;
	}
	const socket = connect(address);
	try {
		await once(socket, 'connect');
		return true;
	} catch (error) {
		return !isGone(error);
	} finally {
		socket.destroy();
	}
}

function answer(socket: Socket, secret: string): void {
	socket.unref();
	socket.on('error', () => {}); // who asks may hang up
	socket.setTimeout(answerMs, () => socket.destroy());
	socket.once('data', challenge => socket.end(prove(secret, challenge)));
}

function prove(secret: string, challenge: Uint8Array): Buffer {
	return createHmac('sha256', secret).update(challenge).digest();
}

/** As many bytes as a proof has: zeros where less comes, and no more is read. */
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

/** Whether nobody listens there, or hung up. A way there that could not be made says nothing. */
function isGone(error: unknown): boolean {
	const { code, syscall } = error as NodeJS.ErrnoException;
	return (
		code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'EPIPE' || (code === 'ENOENT' && syscall === 'connect')
	);
}

/** Whether it is a folder, no link, that this user made and nobody else can enter. */
async function isPrivate(folder: string): Promise<boolean> {
	try {
		const found = await lstat(folder);
		return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
	} catch {
		return false;
	}
}

/** Gives an address that leads to `place` and is short enough for a socket, for as long as `use` takes. */
async function throughShortPath<T>(place: string, use: (address: string) => Promise<T>): Promise<T> {
	if (process.platform === 'win32' || Buffer.byteLength(place) <= maxAddressBytes) {
		return use(place);
	}
	// A fresh folder, which nobody else can enter, with a link that nobody needs afterwards.
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
