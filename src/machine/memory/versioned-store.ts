import * as v from 'valibot';
import { type Found, newerThan, readAs } from '../../attach/schemas.js';
import { Sequence } from '../../attach/sequence.js';

/** A key and the format of its value. */
export interface StoredForm<Value> {
	readonly key: string;
	/** Version of the value's format. */
	readonly version: number;
	readonly empty: Value;
	readonly schema: v.GenericSchema<unknown, Found<Value>>;
}

/** A `Memento` of VS Code. */
export interface KeptData {
	get<T>(key: string): T | undefined;
	update(key: string, value: unknown): PromiseLike<void>;
}

interface Stored<Value> {
	readonly version: number;
	readonly value: Value;
}

/** `newer`: a later version of the extension wrote it. `broken`: part of it is invalid; `value` is the valid part. */
type Reading<Value> = { readonly status: 'read' | 'broken'; readonly value: Value } | { readonly status: 'newer' };

/**
 * One stored value. A value that a newer version of the extension stored is neither used nor overwritten, since windows
 * of both versions may run at the same time after an update; then changes last until this window closes. Of a broken
 * value the valid part is used, and the whole is saved under another key before it is overwritten.
 */
export class VersionedStore<Value> {
	readonly #kept: KeptData;
	readonly #form: StoredForm<Value>;
	readonly #warn: (message: string) => void;
	/** This window's value while the stored one is from a newer version. */
	#ofWindow: Value;
	#isSaid = false;
	/** One after another, because each builds on the one before. */
	readonly #changes = new Sequence();

	/** @param warn called once, in English, about stored data that isn't used */
	constructor(kept: KeptData, form: StoredForm<Value>, warn: (message: string) => void) {
		this.#kept = kept;
		this.#form = form;
		this.#ofWindow = form.empty;
		this.#warn = warn;
	}

	read(): Value {
		return this.#use(this.#reading());
	}

	/** Stores the changed value. Rejects with VS Code's error if it can't be stored. */
	change(change: (value: Value) => Value): Promise<void> {
		return this.#changes.run(async () => {
			const { key, version } = this.#form;
			const reading = this.#reading();
			const value = change(this.#use(reading));
			if (reading.status === 'newer') {
				this.#ofWindow = value;
				return;
			}
			if (reading.status === 'broken') {
				const before = this.#kept.get<unknown>(this.#brokenKey) ?? [];
				await this.#kept.update(this.#brokenKey, [before, [this.#kept.get(key)]].flat());
			}
			const stored: Stored<Value> = { version, value };
			await this.#kept.update(key, stored);
		});
	}

	/** Deletes the value of any version, and saved broken values. */
	clear(): Promise<void> {
		return this.#changes.run(async () => {
			this.#ofWindow = this.#form.empty;
			await this.#kept.update(this.#form.key, undefined);
			await this.#kept.update(this.#brokenKey, undefined);
		});
	}

	get #brokenKey(): string {
		return `${this.#form.key}.broken`;
	}

	#reading(): Reading<Value> {
		const { key, version, empty, schema } = this.#form;
		const stored = this.#kept.get<unknown>(key);
		if (stored === undefined) {
			return { status: 'read', value: empty };
		}
		if (v.is(newerThan(version), stored)) {
			return { status: 'newer' };
		}
		const found = readAs(v.object({ version: v.literal(version), value: schema }), stored)?.value;
		return { status: found?.isWhole ? 'read' : 'broken', value: found?.value ?? empty };
	}

	#use(reading: Reading<Value>): Value {
		const { key } = this.#form;
		switch (reading.status) {
			case 'read':
				return reading.value;
			case 'newer':
				this.#say(`the value ${key} is from a newer version of the extension: it is kept but not used`);
				return this.#ofWindow;
			case 'broken':
				this.#say(`the value ${key} is partly invalid: it is saved as ${this.#brokenKey}, and its valid part is used`);
				return reading.value;
		}
	}

	#say(message: string): void {
		if (!this.#isSaid) {
			this.#isSaid = true;
			this.#warn(message);
		}
	}
}
