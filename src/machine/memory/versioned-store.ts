import * as v from 'valibot';
import { type Found, newerThan, readAs } from '../../attach/schemas.js';

/** What is stored under a key. */
export interface StoredForm<Value> {
	readonly key: string;
	/** Of the form in which a value is stored. */
	readonly version: number;
	readonly empty: Value;
	readonly schema: v.GenericSchema<unknown, Found<Value>>;
}

/** Where data is kept: a `Memento` of the editor. */
export interface KeptData {
	get<T>(key: string): T | undefined;
	update(key: string, value: unknown): PromiseLike<void>;
}

interface Stored<Value> {
	readonly version: number;
	readonly value: Value;
}

/** `newer`: of a later version of the extension; `broken`: not right, or not all of it; `value` is what is. */
type Reading<Value> = { readonly status: 'read' | 'broken'; readonly value: Value } | { readonly status: 'newer' };

/**
 * One value that outlives the window. What a newer version of the extension stored is neither used nor written over, since
 * windows of both run side by side after an update: changes last as long as this window then. Of what is
 * broken the right part is used, and the whole is kept under a name of its own before it is written over.
 */
export class VersionedStore<Value> {
	readonly #kept: KeptData;
	readonly #form: StoredForm<Value>;
	readonly #warn: (message: string) => void;
	/** What this window has where the stored value is of a newer version. */
	#ofWindow: Value;
	#isSaid = false;
	/** Changes go one after another: each is made of what the one before it wrote. */
	#turn: Promise<unknown> = Promise.resolve();

	/** @param warn told once, in English, of what is not used */
	constructor(kept: KeptData, form: StoredForm<Value>, warn: (message: string) => void) {
		this.#kept = kept;
		this.#form = form;
		this.#ofWindow = form.empty;
		this.#warn = warn;
	}

	read(): Value {
		return this.#use(this.#reading());
	}

	/** Stores what `change` makes of the value. Rejects with what the editor says where it can't be stored. */
	change(change: (value: Value) => Value): Promise<void> {
		return this.#inTurn(async () => {
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

	/** Deletes the value, whatever version stored it, and what was broken. */
	clear(): Promise<void> {
		return this.#inTurn(async () => {
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
				this.#say(`what is stored as ${key} is of a newer version: it is left as it is, and not used`);
				return this.#ofWindow;
			case 'broken':
				this.#say(`what is stored as ${key} is broken: it is kept as ${this.#brokenKey}, and what is right of it used`);
				return reading.value;
		}
	}

	#say(message: string): void {
		if (!this.#isSaid) {
			this.#isSaid = true;
			this.#warn(message);
		}
	}

	#inTurn(work: () => Promise<void>): Promise<void> {
		const done = this.#turn.then(work);
		this.#turn = done.catch(() => {}); // the failure belongs to whoever asked
		return done;
	}
}
