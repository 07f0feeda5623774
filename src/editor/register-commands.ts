import * as vscode from 'vscode';
import type { AttachmentsView } from './attachments-view.js';
import type { Workbench } from './workbench.js';

/** Runs the command of that id with the arguments that the editor gives. */
export type CommandRunner = (id: string, args: readonly unknown[]) => Promise<unknown>;

/** Registers commands by their ids. What they need is most of the code: it is loaded when the first of them is called. */
export function registerCommands(ids: readonly string[], bench: Workbench, view: AttachmentsView): vscode.Disposable {
	let runner: Promise<CommandRunner> | undefined;
	const load = (): Promise<CommandRunner> => {
		runner ??= import('./commands.js').then(({ commandRunner }) => commandRunner(bench, view));
		return runner;
	};
	const registrations = ids.map(id =>
		vscode.commands.registerCommand(id, async (...args: unknown[]) => (await load())(id, args)),
	);
	return vscode.Disposable.from(...registrations);
}
