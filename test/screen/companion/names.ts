/** Files below `memfs:/`, by path. */
export const filesInMemory = { '/obra/plano.txt': 'plano', '/obra/notas.txt': 'notas' } as const;

/** Signs in with a secret storage that fails, and says as whom. */
export const withoutKeyring = {
	command: 'companion.signInWithoutKeyring',
	title: 'Sign In Without a Keyring',
} as const;
