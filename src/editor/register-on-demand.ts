import * as vscode from 'vscode';
import type { EarlyParts } from './flow/parts.js';
import type { OnDemand } from './on-demand.js';
import type { AttachmentsView } from './view/attachments-view.js';

type Tool = Required<vscode.LanguageModelTool<unknown>>;

export type LoadOnDemand = () => Promise<OnDemand>;

/** Loads most of the code when it is first asked for, once. `view` is there by then. */
export function loadOnDemand(
	parts: EarlyParts,
	context: vscode.ExtensionContext,
	view: () => AttachmentsView,
): LoadOnDemand {
	let loading: Promise<OnDemand> | undefined;
	return () => {
		loading ??= import('./on-demand.js').then(({ makeOnDemand }) => makeOnDemand(parts, view(), context));
		return loading;
	};
}

/** Registers commands by their ids, the tools for language models and the links to the extension. */
export function registerOnDemand(commandIds: readonly string[], load: LoadOnDemand): vscode.Disposable {
	const commands = commandIds.map(id =>
		vscode.commands.registerCommand(id, async (...args: unknown[]) => (await load()).run(id, args)),
	);
	return vscode.Disposable.from(
		...commands,
		vscode.lm.registerTool(
			'cor_attach_files',
			toolOf(async () => (await load()).attachFiles),
		),
		vscode.lm.registerTool(
			'cor_list_attachments',
			toolOf(async () => (await load()).listAttachments),
		),
		vscode.window.registerUriHandler({ handleUri: async uri => (await load()).links.handleUri(uri) }),
	);
}

function toolOf(load: () => Promise<Tool>): Tool {
	return {
		prepareInvocation: async (options, token) => (await load()).prepareInvocation(options, token),
		invoke: async (options, token) => (await load()).invoke(options, token),
	};
}
