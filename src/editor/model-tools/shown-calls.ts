import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { UploadFields } from '../../attach/fields.js';
import type { Confirmed } from '../../attach/plan/plan.js';
import type { Task } from '../../cor/answers/answers.js';
import type { ReceiptLine } from '../sending/receipt.js';
import type { AttachInput } from './tool-input.js';

/** What a person was shown of a call. */
export interface Shown {
	readonly apiUrl: string;
	readonly task: Task;
	readonly account: string | undefined;
	readonly fields: UploadFields;
	/** What goes, by its URI as text. */
	readonly files: ReadonlyMap<string, Confirmed>;
	readonly leftOut: readonly ReceiptLine[];
}

interface Pending {
	readonly shown: Shown;
	/** How often it was shown. */
	readonly times: number;
	/** Whether each time was the same. */
	readonly isOne: boolean;
}

const maxKept = 100; // a call that was prepared need not be made

/** The calls of models that people were shown, by what they ask for: no other is made, and each as often as it was shown. */
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
	 * What was shown of a call, used up by this; `undefined` where nothing was. `unclear` where people were shown one thing and
	 * then another for the same call: the editor does not say which of both they confirmed.
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

// What was read of the input has its keys in one order. Hashed, since a text in it may have any length.
function keyOf(call: AttachInput): string {
	return createHash('sha256').update(JSON.stringify(call)).digest('hex');
}
