/** What was found in stored data. */
export interface Found<Value> {
	/** As much of it as is right. */
	readonly value: Value;
	/** Whether that is all of it. */
	readonly isWhole: boolean;
}

/** What is stored under a key, and how it became so. */
export interface StoredForm<Value> {
	readonly key: string;
	/** Of the form in which `value` is stored, from 1 on. What carries no version is older than any. */
	readonly version: number;
	readonly empty: Value;
	/** What was stored by an earlier version, 0 where it carries none, as this one stores its value. */
	migrate(stored: unknown, version: number): unknown;
	/** Takes nothing for granted; `undefined` where it is something else altogether. */
	read(value: unknown): Found<Value> | undefined;
	/** Both, where an older version of the extension has gone on without what a newer one had stored. */
	join(later: Value, earlier: Value): Value;
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

/**
 * One value that outlives updates, and going back to an older version. What this version doesn't understand in full, because
 * it is newer or damaged, is set aside before it is written over, and taken up again by the version that understands it.
 */
export class VersionedStore<Value> {
	readonly #kept: KeptData;
	readonly #form: StoredForm<Value>;
	readonly #warn: (message: string) => void;
	#isSaid = false;
	/** Changes go one after another: each is made of what the one before it wrote. */
	#turn: Promise<unknown> = Promise.resolve();

	/** @param warn told once, in English, of what is not understood */
	constructor(kept: KeptData, form: StoredForm<Value>, warn: (message: string) => void) {
		this.#kept = kept;
		this.#form = form;
		this.#warn = warn;
	}

	read(): Value {
		const { key, empty, join } = this.#form;
		const stored = this.#kept.get<unknown>(key);
		const here = this.#find(stored);
		if (stored !== undefined && !here?.isWhole && !this.#isSaid) {
			this.#isSaid = true;
			this.#warn(`what is stored as ${key} is damaged or of a newer version: it is kept as ${this.#asideKey}`);
		}
		const returned = this.#aside().flatMap(old => this.#understood(old));
		return returned.reduce((later, earlier) => join(later, earlier), here?.value ?? empty);
	}

	/** Stores what `change` makes of the value. Rejects with what the editor says where it can't be stored. */
	change(change: (value: Value) => Value): Promise<void> {
		return this.#inTurn(async () => {
			const value = change(this.read());
			await this.#setAside();
			const stored: Stored<Value> = { version: this.#form.version, value };
			await this.#kept.update(this.#form.key, stored);
		});
	}

	/** Deletes the value, and what was set aside of it. */
	clear(): Promise<void> {
		return this.#inTurn(async () => {
			await this.#kept.update(this.#form.key, undefined);
			await this.#kept.update(this.#asideKey, undefined);
		});
	}

	get #asideKey(): string {
		return `${this.#form.key}.setAside`;
	}

	/** Leaves aside, with what is not understood now, only what goes on not being understood. */
	async #setAside(): Promise<void> {
		const here = this.#kept.get<unknown>(this.#form.key);
		const before = this.#aside();
		const aside = [...before, here].filter(stored => stored !== undefined && this.#understood(stored).length === 0);
		if (aside.length > 0 || before.length > 0) {
			await this.#kept.update(this.#asideKey, aside.length > 0 ? aside : undefined);
		}
	}

	#aside(): readonly unknown[] {
		const aside = this.#kept.get<unknown>(this.#asideKey);
		return Array.isArray(aside) ? aside : [aside].filter(stored => stored !== undefined);
	}

	/** The one value, or none where this version doesn't understand all of it. */
	#understood(stored: unknown): readonly Value[] {
		const found = this.#find(stored);
		return found?.isWhole ? [found.value] : [];
	}

	#find(stored: unknown): Found<Value> | undefined {
		if (stored === undefined) {
			return undefined;
		}
		const { version, migrate, read } = this.#form;
		const of = versionOf(stored);
		if (of > version) {
			return undefined;
		}
		return read(of === version ? (stored as Stored<unknown>).value : migrate(stored, of));
	}

	#inTurn(work: () => Promise<void>): Promise<void> {
		const done = this.#turn.then(work);
		this.#turn = done.catch(() => {}); // the failure belongs to whoever asked
		return done;
	}
}

/** The items of a stored list that are right. */
export function readList<Item>(
	value: unknown,
	isItem: (item: unknown) => item is Item,
): Found<readonly Item[]> | undefined {
	if (!Array.isArray(value)) {
		return undefined;
	}
	const items = value.filter(isItem);
	return { value: items, isWhole: items.length === value.length };
}

function versionOf(stored: unknown): number {
	const { version } = (stored ?? {}) as { readonly version?: unknown };
	return typeof version === 'number' ? version : 0;
}
