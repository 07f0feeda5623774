import type { CorClient } from '../../cor/client.js';
import { type Account, accountId, type Person, personLabel } from './account.js';

/** Whose credential the environment's is, as soon as COR has told. */
export interface Owner {
	person?: Person;
	/** Under way where COR is being asked. */
	asking?: Promise<Person>;
}

/** A client that acts for somebody, at one address for good: other settings make another connection. */
export class Connection {
	readonly client: CorClient;
	readonly apiUrl: URL;
	/** Who acts; `undefined` where the credential comes from the environment. */
	readonly account: Account | undefined;
	readonly #owner: Owner;

	/** `who`: an account, or whose the environment's credential is. */
	constructor(client: CorClient, apiUrl: URL, who: { readonly account: Account } | { readonly owner: Owner }) {
		this.client = client;
		this.apiUrl = apiUrl;
		this.account = 'account' in who ? who.account : undefined;
		this.#owner = 'owner' in who ? who.owner : { person: who.account };
	}

	/** Whose uploads these are, where it is known without asking COR. */
	get userId(): number | undefined {
		return this.#owner.person?.userId;
	}

	/** Who acts, with mail address; `undefined` where it is not known without asking COR. */
	get label(): string | undefined {
		return this.actor?.label;
	}

	/** Who acts, in as few words as tell them from others; `undefined` where it is not known without asking COR. */
	get shortName(): string | undefined {
		return this.account?.shortName ?? this.#owner.person?.name;
	}

	/** Who alone may go on with what this began; `undefined` where it is not known. */
	get actor(): Pick<Account, 'id' | 'label'> | undefined {
		const { person } = this.#owner;
		return this.account ?? (person && { id: accountId(person), label: personLabel(person) });
	}

	/** Asks COR who acts where that is not known. Rejects with a `CorError`. */
	async identify(): Promise<Person> {
		const owner = this.#owner;
		if (owner.person) {
			return owner.person;
		}
		owner.asking ??= this.#askWho().finally(() => {
			delete owner.asking;
		});
		return owner.asking;
	}

	async #askWho(): Promise<Person> {
		const { id: userId, name, email } = await this.client.readMe();
		const person = { userId, name, ...(email && { email }) };
		this.#owner.person = person;
		return person;
	}
}
