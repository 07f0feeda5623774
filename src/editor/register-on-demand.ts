import * as vscode from 'vscode';
import type { CheckContext } from './connection-check/connection-check.js';
import type { Workbench } from './flow/workbench.js';
import type { OnDemand } from './on-demand.js';
import type { AttachmentsView } from './view/attachments-view.js';

type Tool = Required<vscode.LanguageModelTool<unknown>>;

/**
 * Registers commands by their ids, the tools for language models and the links to the extension. What they need is loaded
 * when the first of them is called.
 */
export function registerOnDemand(
	commandIds: readonly string[],
	bench: Workbench,
	view: AttachmentsView,
	context: CheckContext,
): vscode.Disposable {
	let loading: Promise<OnDemand> | undefined;
	const load = (): Promise<OnDemand> => {
		loading ??= import('./on-demand.js').then(({ makeOnDemand }) => makeOnDemand(bench, view, context));
		return loading;
	};
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
