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
	/** Once for each time it was shown. */
	readonly shown: readonly Shown[];
	/** Whether it was the same each time. */
	readonly isOne: boolean;
}

const maxKept = 100; // not every prepared call is made

/** The calls of models that people have seen. A call can be made only as often as it was shown. */
export class ShownCalls {
	readonly #pending = new Map<string, Pending>();

	keep(call: AttachInput, shown: Shown): void {
		const key = keyOf(call);
		const { shown: before, isOne } = this.#pending.get(key) ?? { shown: [], isOne: true };
		this.#pending.delete(key);
		this.#pending.set(key, {
			shown: [...before, shown],
			isOne: isOne && before.every(each => isDeepStrictEqual(inWords(each), inWords(shown))),
		});
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
		const [first, ...others] = pending.shown;
		if (others.length > 0) {
			this.#pending.set(key, { ...pending, shown: others });
		}
		return first;
	}
}

// People see that there is a token, but not which: it is a new one each time.
function inWords({ fields, ...shown }: Shown): unknown {
	return { ...shown, fields: { ...fields, sessionToken: fields.sessionToken !== undefined } };
}

// The validated input has its keys in a fixed order. Hashed, since texts in it may be long.
function keyOf(call: AttachInput): string {
	return createHash('sha256').update(JSON.stringify(call)).digest('hex');
}
