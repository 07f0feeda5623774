import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { UploadFields } from '../../attach/fields.js';
import type { Confirmed } from '../../attach/plan/plan.js';
import type { Task } from '../../cor/answers/answers.js';
import type { ReceiptLine } from '../sending/receipt.js';
import type { AttachInput } from './tool-input.js';

/** What a person was shown about a call. */
export interface Shown {
	readonly apiUrl: string;
	readonly task: Task;
	readonly account: string | undefined;
	readonly fields: UploadFields;
	/** The files to send, by URI. */
	readonly files: ReadonlyMap<string, Confirmed>;
	readonly leftOut: readonly ReceiptLine[];
}

interface Pending {
	readonly shown: Shown;
	/** How often it was shown. */
	readonly times: number;
	/** Whether it was the same each time. */
	readonly isOne: boolean;
}

const maxKept = 100; // not every prepared call is made

/** The calls of models that people have seen. A call can be made only as often as it was shown. */
export class ShownCalls {
	readonly #pending = new Map<string, Pending>();

	keep(call: AttachInput, shown: Shown): void {
		const key = keyOf(call);
		const before = this.#pending.get(key);
		const isOne = !before || (before.isOne && isDeepStrictEqual(before.shown, shown));
		this.#pending.delete(key);
		this.#pending.set(key, { shown, times: (before?.times ?? 0) + 1, isOne });
		for (const oldest of [...this.#pending.keys()].slice(0, -maxKept)) {
			this.#pending.delete(oldest);
		}
	}

	/**
	 * Takes what was shown for a call. `undefined` if nothing was. `unclear` if people saw different things for the same
	 * call, because VS Code doesn't say which one they confirmed.
	 */
	take(call: AttachInput): Shown | 'unclear' | undefined {
		const key = keyOf(call);
		const pending = this.#pending.get(key);
		if (!pending) {
			return undefined;
		}
		this.#pending.delete(key);
		if (!pending.isOne) {
			return 'unclear';
		}
		if (pending.times > 1) {
			this.#pending.set(key, { ...pending, times: pending.times - 1 });
		}
		return pending.shown;
	}
}

// The validated input has its keys in a fixed order. Hashed, since texts in it may be long.
function keyOf(call: AttachInput): string {
	return createHash('sha256').update(JSON.stringify(call)).digest('hex');
}
