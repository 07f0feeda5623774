import os from 'node:os';
import * as vscode from 'vscode';

/** The editor, and the machine on which the extension runs in it. */
export interface HostFacts {
	readonly editor: string;
	readonly extension: string;
	/** `wsl`, `ssh-remote`, `dev-container`, …; `undefined` on the machine of the window. */
	readonly remote: string | undefined;
	/** Whether the extension runs where the window is, also where the files are elsewhere. */
	readonly isBesideWindow: boolean;
	readonly isInBrowser: boolean;
	readonly system: string;
	readonly language: string;
	readonly isTrusted: boolean;
	/** Schemes of the workspace's folders, such as `file`. */
	readonly schemes: readonly string[];
}

export function readHostFacts({ packageJSON, extensionKind }: vscode.Extension<unknown>): HostFacts {
	const { version } = packageJSON as { readonly version: string };
	const folders = vscode.workspace.workspaceFolders ?? [];
	return {
		editor: `${vscode.env.appName} ${vscode.version}`,
		extension: version,
		// What follows a `+` or a `:` names the other machine.
		remote: vscode.env.remoteName?.split(/[+:]/)[0],
		isBesideWindow: extensionKind === vscode.ExtensionKind.UI,
		isInBrowser: vscode.env.uiKind === vscode.UIKind.Web,
		system: `${os.platform()} ${os.release()} ${os.arch()}, Node.js ${process.versions.node}`,
		language: vscode.env.language,
		isTrusted: vscode.workspace.isTrusted,
		schemes: [...new Set(folders.map(({ uri }) => uri.scheme))],
	};
}
