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

const idleMs = 3_000;

/**
 * Loads the code for the first attach once the window has come to rest, one piece after the other, so that nobody waits for it and
 * nothing else for long. What fails is told to whoever asks for it.
 */
export function preload(
	pieces: readonly (() => Promise<unknown>)[] = [() => import('./on-demand.js'), () => import('../cor/upload.js')],
	afterMs = idleMs,
): vscode.Disposable {
	let timer: NodeJS.Timeout | undefined;
	const loadFrom = ([next, ...rest]: typeof pieces, ms: number): void => {
		timer =
			next &&
			setTimeout(
				() =>
					next().then(
						() => loadFrom(rest, 0),
						() => undefined,
					),
				ms,
			);
	};
	loadFrom(pieces, afterMs);
	return new vscode.Disposable(() => clearTimeout(timer));
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
