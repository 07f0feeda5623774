import { type KeptData, type StoredForm, VersionedStore } from './versioned-store.js';

/** Ids of accounts by API address. */
type Choices = Readonly<Record<string, string>>;

const storedChoices: StoredForm<Choices> = {
	key: 'corAttachments.accounts',
	version: 1,
	empty: {},
	read: value => {
		if (typeof value !== 'object' || value === null) {
			return undefined;
		}
		const choices = Object.entries(value).filter((each): each is [string, string] => typeof each[1] === 'string');
		return { value: Object.fromEntries(choices), isWhole: choices.length === Object.keys(value).length };
	},
};

/** Which account was last used in this workspace, for each API address. */
export class AccountChoice {
	readonly #stored: VersionedStore<Choices>;

	constructor(ofWorkspace: KeptData, warn: (message: string) => void) {
		this.#stored = new VersionedStore(ofWorkspace, storedChoices, warn);
	}

	/** The account's id; it may be signed out by now. */
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
