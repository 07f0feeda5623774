/** Files below `memfs:/`, by path. */
export const filesInMemory = { '/obra/plano.txt': 'plano', '/obra/notas.txt': 'notas' } as const;

/** Signs in with a secret storage that fails, and says as whom. */
export const withoutKeyring = {
	command: 'companion.signInWithoutKeyring',
	title: 'Sign In Without a Keyring',
} as const;

/** Asks the editor for a COR session as any extension may, and says what it got. */
export const askForSession = { command: 'companion.askForSession', title: 'Ask for a COR Session' } as const;

/** The same without asking the person anything. */
export const lookForSession = { command: 'companion.lookForSession', title: 'Look for a COR Session' } as const;

/** Begins to watch how long the extension host is blocked; run again, says the longest block since then. */
export const watchHost = { command: 'companion.watchHost', title: 'Watch the Extension Host' } as const;

/** Asks for `{ tool, input }` in JSON, calls that tool as an extension does for a model, and shows its answer. */
export const asModel = { command: 'companion.callTool', title: 'Call a Tool as a Model' } as const;

/** Asks for what stands behind the extension's name in a link, and opens that link. */
export const openLink = { command: 'companion.openLink', title: 'Open a Link' } as const;

/** Shows what changed in two of the files below `memfs:/`, of which one was added. */
export const showChanges = { command: 'companion.showChanges', title: 'Show Changes in Memory' } as const;
