import type { CorClient } from '../../cor/client.js';
import { type Account, accountId, type Person, personLabel } from './account.js';

/** The person behind the environment's credential, once COR has said so. */
export interface Owner {
	person?: Person;
	/** Set while COR is being asked. */
	asking?: Promise<Person>;
}

/** A client with one person's credential, for one address. If settings change, a new connection is created. */
export class Connection {
	readonly client: CorClient;
	readonly apiUrl: URL;
	/** The signed-in account; `undefined` if the credential comes from the environment. */
	readonly account: Account | undefined;
	readonly #owner: Owner;

	/** @param who an account, or the owner of the environment's credential */
	constructor(client: CorClient, apiUrl: URL, who: { readonly account: Account } | { readonly owner: Owner }) {
		this.client = client;
		this.apiUrl = apiUrl;
		this.account = 'account' in who ? who.account : undefined;
		this.#owner = 'owner' in who ? who.owner : { person: who.account };
	}

	/** Id of the COR user, if it is known without asking COR. */
	get userId(): number | undefined {
		return this.#owner.person?.userId;
	}

	/** Name and mail address of the person, if known without asking COR. */
	get label(): string | undefined {
		return this.actor?.label;
	}

	/** Shortest name that is unique among the signed-in accounts, if known without asking COR. */
	get shortName(): string | undefined {
		return this.account?.shortName ?? this.#owner.person?.name;
	}

	/** The person who may continue what this connection started; `undefined` if unknown. */
	get actor(): Pick<Account, 'id' | 'label'> | undefined {
		const { person } = this.#owner;
		return this.account ?? (person && { id: accountId(person), label: personLabel(person) });
	}

	/** Returns the person; asks COR if necessary. Rejects with a `CorError`. */
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
