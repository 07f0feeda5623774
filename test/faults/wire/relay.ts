import { once } from 'node:events';
import { type AddressInfo, createServer, connect as dial, type Server, type Socket } from 'node:net';
import { type Clock, systemClock } from '../../../src/attach/clock.js';
import { type CutKind, OneDirection } from './one-direction.js';

/** One direction of a line. */
export interface LineShape {
	/** How long every byte is under way, in milliseconds; 0 when left out. */
	readonly delayMs?: number;
	/** What all connections of the relay share in this direction; no limit when left out. */
	readonly bytesPerSecond?: number;
	/** How much leaves at once where there is a limit: what passes in so many milliseconds; 20 when left out. */
	readonly pieceMs?: number;
}

/** What becomes of one connection. Without anything it is passed on as it is. */
export interface ConnectionPlan {
	/** Reset as soon as it is accepted: the server never hears of it. */
	readonly resetAtOnce?: boolean;
	/** After so many bytes from the client were passed on. */
	readonly up?: Cut;
	/** After so many bytes from the server were passed on. */
	readonly down?: Cut;
}

interface Cut {
	readonly afterBytes: number;
	/**
	 * `reset`: both sides get a RST. `close`: both sides get a FIN. `half-close`: the receiver gets a FIN, the other
	 * direction goes on. `silence`: what follows is taken and thrown away. `stall`: nothing more is taken.
	 */
	readonly how: CutKind;
	/** Told when that point is reached. */
	readonly onCut?: () => void;
}

export interface RelayOptions {
	readonly target: { readonly host: string; readonly port: number };
	readonly up?: LineShape;
	readonly down?: LineShape;
	/** The plan of connection `index`, counted from 0. */
	readonly plan?: (index: number) => ConnectionPlan;
	readonly clock?: Clock;
}

/** Plain TCP between a client and a server on 127.0.0.1: a line that is as slow and as unreliable as it is told. */
export class Relay {
	readonly #options: RelayOptions;
	readonly #up: SharedLine;
	readonly #down: SharedLine;
	readonly #open = new Set<Socket>();
	#server: Server | undefined;
	#port = 0;
	#connections = 0;

	private constructor(options: RelayOptions) {
		this.#options = options;
		this.#up = new SharedLine(options.up ?? {});
		this.#down = new SharedLine(options.down ?? {});
	}

	static async start(options: RelayOptions): Promise<Relay> {
		const relay = new Relay(options);
		await relay.listen();
		return relay;
	}

	get port(): number {
		return this.#port;
	}

	/** How many connections were accepted so far. */
	get connections(): number {
		return this.#connections;
	}

	/** Makes the line as long in each direction from now on. It was and is longer than 0: bytes without a delay overtake. */
	setDelay(delayMs: number): void {
		this.#up.delayMs = delayMs;
		this.#down.delayMs = delayMs;
	}

	/** Bytes passed on so far in each direction. */
	get passed(): { readonly up: number; readonly down: number } {
		return { up: this.#up.passed, down: this.#down.passed };
	}

	/** Takes connections again, on the port it had. */
	async listen(): Promise<void> {
		// A half that is closed does not close the other: the relay decides nothing by itself.
		const server = createServer({ allowHalfOpen: true, noDelay: true }, client => this.#take(client));
		server.listen(this.#port, '127.0.0.1');
		await once(server, 'listening');
		this.#port = (server.address() as AddressInfo).port;
		this.#server = server;
	}

	/** Refuses new connections; those that are open go on. */
	async refuse(): Promise<void> {
		const server = this.#server;
		this.#server = undefined;
		server?.close();
		// `close` waits for open connections, which go on: that the port is free is all that is waited for.
		await new Promise(setImmediate);
	}

	/** Resets every open connection. */
	drop(): void {
		for (const socket of this.#open) {
			socket.resetAndDestroy();
		}
	}

	async close(): Promise<void> {
		const server = this.#server;
		this.drop();
		if (server) {
			server.close();
			await once(server, 'close');
		}
	}

	#take(client: Socket): void {
		const plan = this.#options.plan?.(this.#connections) ?? {};
		this.#connections += 1;
		this.#watch(client);
		if (plan.resetAtOnce) {
			client.resetAndDestroy();
			return;
		}
		const server = dial({ ...this.#options.target, allowHalfOpen: true, noDelay: true });
		this.#watch(server);
		const clock = this.#options.clock ?? systemClock;
		const carry = (): void => {
			void new OneDirection({ from: client, to: server, line: this.#up, cut: plan.up, clock }).run();
			void new OneDirection({ from: server, to: client, line: this.#down, cut: plan.down, clock }).run();
		};
		// To open a connection takes a round trip, which the kernel has made by now without any delay.
		const roundTripMs = this.#up.delayMs + this.#down.delayMs;
		if (roundTripMs > 0) {
			clock.after(roundTripMs, carry);
		} else {
			carry();
		}
	}

	#watch(socket: Socket): void {
		this.#open.add(socket);
		socket.on('error', () => {}); // either side may break off at any time; `Way` passes it on
		socket.once('close', () => this.#open.delete(socket));
	}
}

/** A direction that several connections share: each piece takes its turn on it. */
export class SharedLine {
	delayMs: number;
	readonly #bytesPerMs: number;
	readonly #pieceMs: number;
	#freeAt = 0;
	passed = 0;

	constructor({ delayMs = 0, bytesPerSecond = Number.POSITIVE_INFINITY, pieceMs = 20 }: LineShape) {
		this.#pieceMs = pieceMs;
		this.delayMs = delayMs;
		this.#bytesPerMs = bytesPerSecond / 1_000;
	}

	/** Small, so that connections take turns and time-outs see movement. */
	get pieceBytes(): number {
		return Math.max(1, Math.min(64 * 1024, Math.floor(this.#bytesPerMs * this.#pieceMs)));
	}

	/** Books the line for a piece. Returns how long to wait until it has left, in milliseconds. */
	book(bytes: number, now: number): number {
		this.passed += bytes;
		if (this.#bytesPerMs === Number.POSITIVE_INFINITY) {
			return 0;
		}
		this.#freeAt = Math.max(this.#freeAt, now) + bytes / this.#bytesPerMs;
		return this.#freeAt - now;
	}
}
