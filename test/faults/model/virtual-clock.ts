import type { Clock } from '../../../src/attach/clock.js';

interface Timer {
	readonly at: number;
	readonly action: () => void;
}

// Promises and streams that go on by themselves need a few turns of the event loop; whoever waits for a socket says so.
const quietTurns = 4;

/** Nothing moves, no timer is left, and what was waited for has not ended. */
export class Stuck extends Error {
	override readonly name = 'Stuck';
}

/**
 * Time that stands still while anything moves and jumps to the next timer when nothing does. So a minute's time-out
 * costs nothing, and a slow machine makes nothing time out. Whoever waits for what the event loop does not show (a
 * socket, a disk) holds the clock meanwhile.
 */
export class VirtualClock implements Clock {
	readonly #timers = new Set<Timer>();
	#now: number;
	#holders = 0;
	/** Counts whatever moves: a countdown that it outran begins anew. */
	#moves = 0;
	#isCountingDown = false;
	#isRunning = false;
	#onStuck: () => void = () => {};

	constructor(now: number) {
		this.#now = now;
	}

	now(): number {
		return this.#now;
	}

	after(ms: number, action: () => void): () => void {
		const timer = { at: this.#now + Math.max(0, ms), action };
		this.#timers.add(timer);
		this.#move();
		return () => {
			this.#timers.delete(timer);
		};
	}

	/** Stops time until the returned function is called. */
	hold(): () => void {
		let isHeld = true;
		this.#holders += 1;
		this.#moves += 1;
		return () => {
			if (isHeld) {
				isHeld = false;
				this.#holders -= 1;
				this.#move();
			}
		};
	}

	/** Stops time until the work has ended. */
	async holding<T>(work: Promise<T>): Promise<T> {
		const release = this.hold();
		try {
			return await work;
		} finally {
			release();
		}
	}

	wait(ms: number): Promise<void> {
		return new Promise(resolve => {
			this.after(ms, resolve);
		});
	}

	/** Lets time pass until the work has ended. Rejects with `Stuck` where nothing will ever end it. */
	async run<T>(work: Promise<T>): Promise<T> {
		this.#isRunning = true;
		const stuck = new Promise<never>((_, reject) => {
			this.#onStuck = () => reject(new Stuck('nothing moves, and what was waited for has not ended'));
		});
		this.#move();
		try {
			return await Promise.race([work, stuck]);
		} finally {
			this.#isRunning = false;
		}
	}

	/** Lets time pass until no timer is left. */
	async runOut(): Promise<void> {
		await this.run(new Promise<never>(() => {})).catch(error => {
			if (!(error instanceof Stuck)) {
				throw error;
			}
		});
	}

	/** Time for one process: after `kill` none of its timers fires. */
	forProcess(): Clock & { kill(): void } {
		const stops = new Set<() => void>();
		return {
			now: () => this.#now,
			after: (ms, action) => {
				const stop = this.after(ms, () => {
					stops.delete(stop);
					action();
				});
				stops.add(stop);
				return () => {
					stops.delete(stop);
					stop();
				};
			},
			kill: () => {
				for (const stop of stops) {
					stop();
				}
			},
		};
	}

	#move(): void {
		this.#moves += 1;
		if (!this.#isCountingDown && this.#holders === 0 && this.#isRunning) {
			this.#isCountingDown = true;
			setImmediate(() => this.#countDown(quietTurns, this.#moves));
		}
	}

	#countDown(left: number, moves: number): void {
		if (this.#holders > 0 || !this.#isRunning) {
			this.#isCountingDown = false;
			return;
		}
		if (moves !== this.#moves || left > 0) {
			setImmediate(() => this.#countDown(moves === this.#moves ? left - 1 : quietTurns, this.#moves));
			return;
		}
		this.#isCountingDown = false;
		this.#fireNext();
	}

	#fireNext(): void {
		let next: Timer | undefined;
		for (const timer of this.#timers) {
			next = next === undefined || timer.at < next.at ? timer : next;
		}
		if (!next) {
			this.#onStuck();
			return;
		}
		this.#timers.delete(next);
		this.#now = Math.max(this.#now, next.at);
		next.action();
		this.#move();
	}
}
