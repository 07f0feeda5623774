import type { Credential } from '../../cor/credentials.js';
import type { Owner } from './connection.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The credential in the editor's environment, and its owner per address. */
export class EnvironmentCredential {
	readonly #environment: Environment;
	readonly #owners = new Map<string, Owner>();

	constructor(environment: Environment) {
		this.#environment = environment;
	}

	/** `COR_API_KEY` with `COR_CLIENT_SECRET`, otherwise `COR_TOKEN`. */
	read(): Credential | undefined {
		const { COR_API_KEY, COR_CLIENT_SECRET, COR_TOKEN } = this.#environment;
		// No credential begins or ends with blanks, but a file with CRLF or `set NAME=… &&` adds some.
		const [apiKey, clientSecret, accessToken] = [COR_API_KEY, COR_CLIENT_SECRET, COR_TOKEN].map(value => value?.trim());
		if (apiKey && clientSecret) {
			return { kind: 'key', apiKey, clientSecret };
		}
		return accessToken ? { kind: 'token', accessToken } : undefined;
	}

	ownerOf(credential: Credential, { href }: URL): Owner {
		const key = `${href} ${JSON.stringify(credential)}`;
		const owner = this.#owners.get(key) ?? {};
		this.#owners.set(key, owner);
		return owner;
	}
}
