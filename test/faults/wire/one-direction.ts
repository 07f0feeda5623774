import type { Socket } from 'node:net';
import type { Clock } from '../../../src/attach/clock.js';

export type CutKind = 'reset' | 'close' | 'half-close' | 'silence' | 'stall';

interface OneDirectionOptions {
	readonly from: Socket;
	readonly to: Socket;
	readonly line: {
		readonly delayMs: number;
		readonly pieceBytes: number;
		book(bytes: number, now: number): number;
	};
	readonly cut: { readonly afterBytes: number; readonly how: CutKind; readonly onCut?: () => void } | undefined;
	readonly clock: Clock;
}

// What may be under way in one direction: more than a long fat line holds, and still little.
const maxUnderWay = 4 * 1024 * 1024;
// What waits for its turn on the line: a timer that comes late must not leave the line without work.
const maxWaitingMs = 50;

interface Piece {
	readonly bytes: Buffer;
	/** When the other side has it, by the clock. */
	readonly arrivesAt: number;
}

/** One direction of one connection. An end is passed on as an end, a reset as a reset. */
export class OneDirection {
	readonly #options: OneDirectionOptions;
	readonly #onLine: Piece[] = [];
	#left: number;
	#underWay = 0;
	#arrived: () => void = () => {};

	constructor(options: OneDirectionOptions) {
		this.#options = options;
		this.#left = options.cut?.afterBytes ?? Number.POSITIVE_INFINITY;
	}

	/** Never rejects; resolves when this direction has ended. */
	async run(): Promise<void> {
		const { from, to, line, clock } = this.#options;
		try {
			if (this.#left === 0) {
				await this.#cutOff();
				return;
			}
			for await (const chunk of from.iterator({ destroyOnReturn: false })) {
				if (!(await this.#carry(chunk as Buffer))) {
					await this.#cutOff();
					return;
				}
			}
			if (line.delayMs > 0) {
				await pause(clock, line.delayMs); // an end is under way as long as a byte
			}
			await this.#emptied();
			to.end();
		} catch {
			from.resetAndDestroy();
			to.resetAndDestroy();
		}
	}

	/** Whether the connection goes on after these bytes. */
	async #carry(chunk: Buffer): Promise<boolean> {
		const { line, clock } = this.#options;
		const kept = chunk.subarray(0, Math.min(chunk.length, this.#left));
		this.#left -= kept.length;
		for (let at = 0; at < kept.length; at += line.pieceBytes) {
			const piece = kept.subarray(at, at + line.pieceBytes);
			const leavesInMs = line.book(piece.length, clock.now());
			await this.#send(piece, leavesInMs + line.delayMs);
			if (leavesInMs > maxWaitingMs) {
				await pause(clock, leavesInMs - maxWaitingMs);
			}
		}
		return this.#left > 0;
	}

	async #send(bytes: Buffer, arrivesInMs: number): Promise<void> {
		const { to, clock } = this.#options;
		if (arrivesInMs > 0) {
			while (this.#underWay > maxUnderWay) {
				await this.#arrival();
			}
			this.#underWay += bytes.length;
			this.#onLine.push({ bytes, arrivesAt: clock.now() + arrivesInMs });
			if (this.#onLine.length === 1) {
				this.#awaitNext();
			}
		} else {
			to.write(bytes);
		}
		if (to.writableNeedDrain) {
			await drained(to);
		}
	}

	/** One timer for the piece in front: several might come in another order. */
	#awaitNext(): void {
		const { to, clock } = this.#options;
		const [next] = this.#onLine;
		if (!next) {
			return;
		}
		clock.after(Math.max(0, next.arrivesAt - clock.now()), () => {
			do {
				const { bytes } = this.#onLine.shift() as Piece;
				this.#underWay -= bytes.length;
				to.write(bytes);
			} while (this.#onLine[0] && this.#onLine[0].arrivesAt <= clock.now());
			this.#arrived();
			this.#awaitNext();
		});
	}

	async #cutOff(): Promise<void> {
		const { from, to, cut } = this.#options;
		await this.#emptied();
		switch (cut?.how) {
			case 'reset':
				// What was passed on has to be there before a RST makes the receiver forget it.
				await new Promise<void>(resolve => to.write('', () => resolve()));
				from.resetAndDestroy();
				to.resetAndDestroy();
				break;
			case 'close':
				from.end();
				to.end();
				from.resume();
				break;
			case 'half-close':
				to.end();
				from.resume();
				break;
			case 'silence':
				from.resume();
				break;
			default:
				from.pause();
		}
		cut?.onCut?.();
	}

	async #emptied(): Promise<void> {
		while (this.#underWay > 0) {
			await this.#arrival();
		}
	}

	#arrival(): Promise<void> {
		return new Promise(resolve => {
			this.#arrived = resolve;
		});
	}
}

/** Resolves when there is room again, or nobody left to fill it. */
function drained(socket: Socket): Promise<void> {
	return new Promise(resolve => {
		const go = (): void => {
			socket.off('drain', go).off('close', go);
			void resolve(); // returns nothing
		};
		socket.on('drain', go).on('close', go);
	});
}

function pause(clock: Clock, ms: number): Promise<void> {
	return new Promise(resolve => {
		clock.after(ms, resolve);
	});
}
