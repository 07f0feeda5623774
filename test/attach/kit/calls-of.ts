type Method<Owner, Name extends keyof Owner> = Owner[Name] & ((...args: never[]) => unknown);

/**
 * What `work` gives, and how often it called a method that all objects of a kind share.
 * @param onCall sees the object of each call, as text
 */
export function callsOf<Owner extends object, Name extends keyof Owner, Result>(
	owner: Owner,
	name: Name,
	work: () => Result,
	onCall: (text: string) => void = () => {},
): { readonly result: Result; readonly calls: number } {
	const original = owner[name] as Method<Owner, Name>;
	let calls = 0;
	owner[name] = function (this: Owner, ...args: never[]) {
		calls += 1;
		onCall(String(this));
		return original.apply(this, args);
	} as unknown as Owner[Name];
	try {
		return { result: work(), calls };
	} finally {
		owner[name] = original;
	}
}
