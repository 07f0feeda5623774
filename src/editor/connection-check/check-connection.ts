import os from 'node:os';
import * as vscode from 'vscode';
import { failedStep } from '../../cor/reach/connection-steps.js';
import { shareable } from '../../cor/reach/shareable.js';
import type { Parts } from '../flow/parts.js';
import { ask, type NextStep, runsByItself } from '../messages/ask.js';
import { tellFailure } from '../messages/tell-failure.js';
import { wayOut } from '../messages/way-out.js';
import { withSignal } from '../messages/with-signal.js';
import { type CheckContext, type ConnectionCheck, makeConnectionCheck } from './connection-check.js';
import { summarize, toReport } from './connection-report.js';
import { toMarkdown } from './report-markdown.js';

/** Finds out whether COR can be reached and takes the credential, shows how each step went, and offers the way out. */
export async function checkConnection(parts: Parts, context: CheckContext): Promise<void> {
	const where = {
		location: vscode.ProgressLocation.Notification,
		title: vscode.l10n.t('COR: checking the connection'),
		cancellable: true,
	};
	const check = await vscode.window.withProgress(where, (progress, token) =>
		withSignal(token, async signal => {
			const work = makeConnectionCheck(parts, context, message => progress.report({ message }), signal);
			return unlessAborted(work, signal);
		}),
	);
	if (!check) {
		return;
	}
	const text = shareable(parts.transport.redaction.redact(toMarkdown(toReport(check))), os.homedir());
	const uri = parts.made.add(`${vscode.l10n.t('COR connection')}.md`, Buffer.from(text));
	await vscode.window.showTextDocument(uri, { preview: false });
	// Not awaited: the verdict stays on the screen for as long as the person likes.
	tellVerdict(parts, context, check, text).catch((error: unknown) => tellFailure(parts, error));
}

// What is under way may not hear of the signal (a name that is looked up): nobody waits for it.
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
	const aborted = new Promise<undefined>(resolve => {
		signal.addEventListener('abort', () => resolve(undefined));
	});
	try {
		return await Promise.race([work, aborted]);
	} catch (error) {
		if (signal.aborted) {
			return undefined;
		}
		throw error;
	}
}

async function tellVerdict(parts: Parts, context: CheckContext, check: ConnectionCheck, text: string): Promise<void> {
	const error = failedStep(check.findings)?.error;
	const help = error && wayOut(error);
	const steps: NextStep[] = [
		...(help && (runsByItself(help) || help === 'sign-in') ? [help] : []),
		...(help === 'retry' ? (['check-again'] as const) : []),
		'copy-report',
	];
	const show = error ? vscode.window.showErrorMessage : vscode.window.showInformationMessage;
	const next = await ask(parts.log, show, summarize(check), steps);
	switch (next) {
		case 'copy-report':
			await vscode.env.clipboard.writeText(text);
			return;
		case 'sign-in':
			await vscode.commands.executeCommand('corAttachments.signIn');
			return;
		case 'check-again':
			await checkConnection(parts, context);
	}
}
