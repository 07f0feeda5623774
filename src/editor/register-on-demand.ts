import * as vscode from 'vscode';
import type { EarlyParts } from './flow/parts.js';
import type { OnDemand } from './on-demand.js';
import type { AttachmentsView } from './view/attachments-view.js';

type Tool = Required<vscode.LanguageModelTool<unknown>>;

export type LoadOnDemand = () => Promise<OnDemand>;

/** Loads most of the code on first use, once. `view` is called after activation. */
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
 * Loads the code for the first attach when the window is idle, piece by piece, so that nobody waits for it. If loading
 * fails, the first caller gets the error.
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

/** Registers commands, language model tools and the link handler. */
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
