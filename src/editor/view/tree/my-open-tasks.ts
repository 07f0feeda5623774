import { type CorError, toCorError } from '../../../attach/errors.js';
import type { Task } from '../../../cor/answers/answers.js';
import { type MyTasks, pagesAtOnce, readMyTasks } from '../../../cor/my-tasks.js';
import { connect } from '../../accounts/connect.js';
import type { EarlyParts } from '../../flow/parts.js';
import { reachMilestone } from '../../messages/context-keys.js';
import { Reading } from './reading.js';

type Answers = AsyncGenerator<MyTasks>;

/** The open tasks of the signed-in person, as far as they were read. */
export class MyOpenTasks {
	readonly #parts: Pick<EarlyParts, 'accounts' | 'log'>;
	readonly #changed: () => void;
	readonly #reading: Reading;
	#answers: Answers | undefined;
	#read: MyTasks = { tasks: [], isWhole: false };
	#error: CorError | undefined;
	#isStale = true;

	/** @param changed called when there is more to show */
	constructor(parts: Pick<EarlyParts, 'accounts' | 'log'>, viewId: string, changed: () => void) {
		this.#parts = parts;
		this.#changed = changed;
		this.#reading = new Reading(viewId, changed);
	}

	/** The tasks read so far, by deadline. */
	get known(): readonly Task[] {
		return this.#read.tasks;
	}

	get isWhole(): boolean {
		return this.#read.isWhole;
	}

	get isReading(): boolean {
		return this.#reading.isUnderWay;
	}

	/** Why the rest, or everything, could not be read. */
	get error(): CorError | undefined {
		return this.#error;
	}

	/** Reads what is missing or stale, and waits a moment for it. */
	async ask(): Promise<void> {
		if (this.#isStale) {
			this.#isStale = false;
			this.#answers = undefined;
			this.#readOn();
		}
		if (this.isReading) {
			await this.#reading.soon();
		}
	}

	/** Reads the next pages, if there are any. */
	readMore(): void {
		if (!this.isReading && !this.isWhole) {
			this.#readOn();
		}
	}

	/** Marks the tasks to be read again when they are next shown. What is known stays until then. */
	expire(): void {
		this.#isStale = true;
	}

	clear(): void {
		this.#reading.end();
		this.#read = { tasks: [], isWhole: false };
		this.#error = undefined;
		this.#isStale = true;
	}

	#readOn(): void {
		const isFirst = this.#answers === undefined;
		this.#reading.begin(async signal => {
			try {
				const answers = this.#answers ?? (await this.#begin(signal));
				for (let pages = 0; pages < pagesAtOnce; pages += 1) {
					const { value } = await answers.next();
					if (signal.aborted || value === undefined) {
						return;
					}
					this.#answers = answers;
					this.#read = value;
					this.#error = undefined;
					if (value.isWhole) {
						return;
					}
					this.#changed();
				}
			} catch (cause) {
				if (!signal.aborted) {
					this.#error = toCorError(cause);
					this.#answers = undefined;
					this.#read = isFirst ? { tasks: [], isWhole: false } : this.#read;
					this.#parts.log.info(`my tasks were not read: ${this.#error.kind}: ${this.#error.message}`);
				}
			}
		});
	}

	async #begin(signal: AbortSignal): Promise<Answers> {
		const connection = await connect(this.#parts);
		const { userId } = await connection.identify();
		await reachMilestone('hasSignedIn');
		return readMyTasks(connection.client, userId, signal, Number.POSITIVE_INFINITY);
	}
}
