import * as v from 'valibot';

/** Whose credential it is, as COR tells it. */
export const person = v.object({
	userId: v.pipe(v.number(), v.safeInteger()),
	name: v.string(),
	email: v.exactOptional(v.string()),
});

export type Person = Readonly<v.InferOutput<typeof person>>;

/** Somebody signed in, as people see it: no credential is in it. */
export interface Account extends Person {
	/** What tells accounts of one address apart. */
	readonly id: string;
	/** Name and mail address, with the number where they are those of another account, too. */
	readonly label: string;
	/** The name, where nobody else who is signed in has it; else the label. */
	readonly shortName: string;
	/** When they signed in, ISO 8601. */
	readonly since: string;
	/** Whether it outlives the window. */
	readonly isStored: boolean;
	/** Whether nobody else is signed in at the address. */
	readonly isOnly: boolean;
}

/**
 * Two companies may count their people alike, so the number is not enough. Whose mail address changes in COR becomes another
 * account: nobody is taken for somebody else.
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

/** The accounts of one address, told apart from each other in words. */
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
