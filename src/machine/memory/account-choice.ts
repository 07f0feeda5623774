import * as v from 'valibot';
import { rightOf } from '../../attach/schemas.js';
import { type KeptData, type StoredForm, VersionedStore } from './versioned-store.js';

/** Ids of accounts by API address. */
type Choices = Readonly<Record<string, string>>;

const storedChoices: StoredForm<Choices> = {
	key: 'corAttachments.accounts',
	version: 1,
	empty: {},
	schema: v.pipe(
		v.record(v.string(), v.unknown()),
		v.transform((all): unknown[] => Object.entries(all)),
		rightOf(v.tuple([v.string(), v.string()])),
		v.transform(({ value, isWhole }) => ({ value: Object.fromEntries(value), isWhole })),
	),
};

/** The account last used in this workspace, per API address. */
export class AccountChoice {
	readonly #stored: VersionedStore<Choices>;

	constructor(ofWorkspace: KeptData, warn: (message: string) => void) {
		this.#stored = new VersionedStore(ofWorkspace, storedChoices, warn);
	}

	/** Id of the account, which may have signed out since. */
	at({ href }: URL): string | undefined {
		return this.#stored.read()[href];
	}

	async set(apiUrl: URL, id: string | undefined): Promise<void> {
		if (this.at(apiUrl) !== id) {
			await this.#stored.change(({ [apiUrl.href]: _, ...others }) =>
				id === undefined ? others : { ...others, [apiUrl.href]: id },
			);
		}
	}
}
