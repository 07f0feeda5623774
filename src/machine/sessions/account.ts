import * as v from 'valibot';

/** A person as COR describes them. */
export const person = v.object({
	userId: v.pipe(v.number(), v.safeInteger()),
	name: v.string(),
	email: v.exactOptional(v.string()),
});

export type Person = Readonly<v.InferOutput<typeof person>>;

/** A signed-in person, without the credential. */
export interface Account extends Person {
	/** Unique among the accounts at one address. */
	readonly id: string;
	/** Name and mail address, plus the user id if another account has the same. */
	readonly label: string;
	/** The name alone if no other signed-in account has it; otherwise the label. */
	readonly shortName: string;
	/** When the person signed in, ISO 8601. */
	readonly since: string;
	/** Whether it is stored beyond this window. */
	readonly isStored: boolean;
	/** Whether this is the only account at the address. */
	readonly isOnly: boolean;
}

/**
 * Two companies may use the same user id, so the id includes the mail address. If a person's mail address changes in
 * COR, they become another account; nobody is taken for somebody else.
 */
export function accountId({ userId, email = '' }: Pick<Person, 'userId' | 'email'>): string {
	return `${userId} ${email.toLowerCase()}`.trim();
}

export function personLabel({ name, email }: Person): string {
	return email && email !== name ? `${name} (${email})` : name;
}

interface SignedIn extends Person {
	readonly id: string;
	readonly createdAt: string;
	readonly isStored: boolean;
}

/** The accounts of one address, with labels that tell them apart. */
export function toAccounts(people: readonly SignedIn[]): readonly Account[] {
	return people.map(({ id, userId, name, email, createdAt, isStored }) => {
		const person = { userId, name, ...(email !== undefined && { email }) };
		const others = people.filter(other => other.id !== id);
		const isAlone = (words: (person: Person) => string) => !others.some(other => words(other) === words(person));
		const label = isAlone(personLabel) ? personLabel(person) : `${personLabel(person)} · ${userId}`;
		const shortName = isAlone(each => each.name) ? name : label;
		return { ...person, id, label, shortName, since: createdAt, isStored, isOnly: others.length === 0 };
	});
}
