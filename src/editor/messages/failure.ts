import * as vscode from 'vscode';
import { type CorError, toCorError } from '../../attach/errors.js';
import { ask, type NextStep } from './ask.js';
import { explain, isOfConnection, type WayOut, wayOut } from './explain.js';

/** One message for a failure outside a batch, with the one action that helps. */
export async function tellFailure({ log }: { readonly log: vscode.LogOutputChannel }, cause: unknown): Promise<void> {
	const error: CorError = toCorError(cause);
	log.error(`${error.kind}: ${error.message}`);
	const help = wayOut(error);
	const steps: NextStep[] = [
		...(opensSettings(help) ? [help] : []),
		...(isOfConnection(error) ? (['check-connection'] as const) : []),
		'show-log',
	];
	const next = await ask(vscode.window.showErrorMessage, explain(error), steps);
	if (next === 'show-log') {
		log.show(true);
	} else if (next === 'check-connection') {
		await checkConnection();
	} else if (next && opensSettings(next)) {
		await openSettings(next);
	}
}

const settingBehind = {
	'open-api-settings': 'corAttachments.apiUrl',
	'open-proxy-settings': 'http.proxy',
	'open-certificate-settings': 'http.systemCertificates',
	'open-provider-settings': 'corAttachments.maxProviderMegabytes',
} as const;

/** Whether a step opens settings. */
export function opensSettings(step: WayOut | NextStep): step is keyof typeof settingBehind {
	return step in settingBehind;
}

export async function openSettings(which: keyof typeof settingBehind): Promise<void> {
	await vscode.commands.executeCommand('workbench.action.openSettings', settingBehind[which]);
}

export async function checkConnection(): Promise<void> {
	await vscode.commands.executeCommand('corAttachments.checkConnection');
}
