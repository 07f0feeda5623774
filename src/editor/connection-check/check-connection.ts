import os from 'node:os';
import * as vscode from 'vscode';
import { toCorError } from '../../attach/errors.js';
import type { User } from '../../cor/answers/answers.js';
import { type ConnectionFacts, judgeConnection } from '../../cor/reach/connection-steps.js';
import { chooseProxy } from '../../cor/reach/proxy-choice.js';
import { reachCor } from '../../cor/reach/reach.js';
import { proxyPasswords, shareable } from '../../cor/reach/shareable.js';
import { connect } from '../accounts/connect.js';
import type { Parts } from '../flow/parts.js';
import { ask, isOpen, type NextStep } from '../messages/ask.js';
import { tellFailure } from '../messages/tell-failure.js';
import { wayOut } from '../messages/way-out.js';
import { withSignal } from '../messages/with-signal.js';
import { apiUrlSetting } from '../settings/settings.js';
import { readNetworkSettings } from './network-settings.js';
import { type CheckedConnection, failedIn, summarize, toReport } from './report.js';

type Extension = vscode.Extension<unknown>;

/** Tries each step of the connection to COR, shows the results, and offers a solution for the step that failed. */
export async function checkConnection(parts: Parts, extension: Extension): Promise<void> {
	const where = {
		location: vscode.ProgressLocation.Notification,
		title: vscode.l10n.t('COR: Checking the connection'),
		cancellable: true,
	};
	const checked = await vscode.window.withProgress(where, (_progress, token) =>
		withSignal(token, async signal => {
			const done = await tryConnection(parts, signal);
			return signal.aborted ? undefined : done;
		}),
	);
	if (!checked) {
		return;
	}
	for (const { step, verdict, error } of checked.findings) {
		parts.log.info(`connection: ${step} ${verdict}${error ? ` (${error.kind}: ${error.message})` : ''}`);
	}
	const text = shareable(parts.transport.redaction.redact(toReport(checked, extension)), os.homedir());
	const uri = parts.made.add(`${vscode.l10n.t('COR connection')}.md`, Buffer.from(text));
	await showReport(uri);
	// Not awaited: the message stays as long as the person likes.
	tellVerdict(parts, extension, checked, text).catch((error: unknown) => tellFailure(parts, error));
}

/** As a preview, or as text if VS Code's Markdown extension is off. */
async function showReport(uri: vscode.Uri): Promise<void> {
	try {
		await vscode.commands.executeCommand('markdown.showPreview', uri);
	} catch {
		await vscode.window.showTextDocument(uri, { preview: false });
	}
}

async function tryConnection(parts: Parts, signal: AbortSignal): Promise<CheckedConnection> {
	const network = readNetworkSettings(process.env);
	for (const { value } of network.shown) {
		for (const password of proxyPasswords(value)) {
			parts.transport.redaction.hide(password);
		}
	}
	const setting = apiUrlSetting();
	if (setting.status === 'refused') {
		return { findings: judgeConnection({}), network };
	}
	const { apiUrl } = setting;
	const proxy = chooseProxy(apiUrl, network);
	const { failure, user } = await tryRequests(parts, apiUrl, signal);
	const findings = judgeConnection({ apiUrl, proxy, ...(failure && { failure }) });
	return { findings, network, proxy, ...(user && { user }) };
}

/** Sends COR's own requests one after another until one fails. Special test requests might take another route. */
async function tryRequests(
	parts: Parts,
	apiUrl: URL,
	signal: AbortSignal,
): Promise<Pick<ConnectionFacts, 'failure'> & { readonly user?: User }> {
	let during: NonNullable<ConnectionFacts['failure']>['during'] = 'reach';
	try {
		await reachCor(parts.transport, apiUrl, signal);
		during = 'sign-in';
		const { client } = await connect(parts);
		const user = await client.readMe(signal);
		during = 'rights';
		await client.readTasks({ collaborator: user.id }, 1, signal);
		return { user };
	} catch (error) {
		return { failure: { during, error: toCorError(error) } };
	}
}

async function tellVerdict(
	parts: Parts,
	extension: Extension,
	checked: CheckedConnection,
	text: string,
): Promise<void> {
	const error = failedIn(checked);
	const help = error && wayOut(error);
	const steps: NextStep[] = [
		...(help && (!isOpen(help) || help === 'sign-in') ? [help] : []),
		...(help === 'retry' ? (['check-again'] as const) : []),
		'copy-report',
		...(error ? (['show-log'] as const) : []),
	];
	const show = error ? vscode.window.showErrorMessage : vscode.window.showInformationMessage;
	const next = await ask(parts.log, show, summarize(checked), steps);
	switch (next) {
		case 'copy-report':
			await vscode.env.clipboard.writeText(text);
			return;
		case 'sign-in':
			await vscode.commands.executeCommand('corAttachments.signIn');
			return;
		case 'check-again':
			await checkConnection(parts, extension);
	}
}
