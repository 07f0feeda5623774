import type { Socket } from 'node:net';
import type { Clock } from '../../src/attach/clock.js';

export type CutKind = 'reset' | 'close' | 'half-close' | 'silence' | 'stall';

interface WayOptions {
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

/** One direction of one connection. An end is passed on as an end, a reset as a reset. */
export class Way {
	readonly #options: WayOptions;
	#left: number;
	#underWay = 0;
	#arrived: () => void = () => {};

	constructor(options: WayOptions) {
		this.#options = options;
		this.#left = options.cut?.afterBytes ?? Number.POSITIVE_INFINITY;
	}

	/** Never rejects; resolves when this direction has ended. */
	async run(): Promise<void> {
		const { from, to } = this.#options;
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
			const waitMs = line.book(piece.length, clock.now());
			if (waitMs > 0) {
				await pause(clock, waitMs);
			}
			await this.#send(piece);
		}
		return this.#left > 0;
	}

	async #send(piece: Buffer): Promise<void> {
		const { to, line, clock } = this.#options;
		if (line.delayMs > 0) {
			while (this.#underWay > maxUnderWay) {
				await this.#arrival();
			}
			this.#underWay += piece.length;
			clock.after(line.delayMs, () => {
				this.#underWay -= piece.length;
				to.write(piece);
				this.#arrived();
			});
			return;
		}
		if (!to.write(piece)) {
			await drained(to);
		}
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
