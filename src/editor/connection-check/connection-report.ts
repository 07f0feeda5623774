import * as vscode from 'vscode';
import { plainText } from '../../attach/text/plain-text.js';
import { type ConnectionStep, failedStep, type StepFinding } from '../../cor/reach/connection-steps.js';
import { explain } from '../messages/explain-failure.js';
import { formatDuration } from '../messages/format.js';
import type { ConnectionCheck } from './connection-check.js';
import { accountLines, hostLines, networkLines } from './connection-details.js';
import type { Report, ReportLine } from './report-markdown.js';

/** What was found out, for people and for whoever helps them. It may still hold what strangers must not see. */
export function toReport(check: ConnectionCheck): Report {
	return {
		title: vscode.l10n.t('The connection to COR'),
		summary: summarize(check),
		sections: [
			{ heading: vscode.l10n.t('Step by step'), lines: check.findings.map(finding => stepLine(finding, check)) },
			{ heading: vscode.l10n.t('Account'), lines: accountLines(check) },
			{ heading: vscode.l10n.t('Proxy and certificates'), lines: networkLines(check) },
			{ heading: vscode.l10n.t('Editor and system'), lines: hostLines(check) },
		],
	};
}

/** The verdict, with the way out of the first step that failed. */
export function summarize({ findings, account }: Pick<ConnectionCheck, 'findings' | 'account'>): string {
	const failed = failedStep(findings);
	if (failed?.error) {
		return explain(failed.error);
	}
	return account.label === undefined
		? vscode.l10n.t('COR answers and accepts the credential.')
		: vscode.l10n.t('COR answers and accepts the credential of {0}.', plainText(account.label, 80));
}

function stepLine(finding: StepFinding, check: ConnectionCheck): ReportLine {
	const { step, verdict, error, tookMs } = finding;
	const label = stepName(step);
	const time = tookMs === undefined ? '' : ` (${formatDuration(tookMs)})`;
	switch (verdict) {
		case 'passed':
			return { label, text: `${vscode.l10n.t('works')}${time}${step === 'rights' ? `. ${explainRights()}` : ''}` };
		case 'failed':
			return {
				label,
				text: `${vscode.l10n.t('FAILED')}${time}. ${error ? explain(error) : ''}`,
				...(error && { code: [`${error.kind}: ${error.message}`] }),
			};
		case 'not-needed':
			return { label, text: explainNotNeeded(step, check) };
		case 'not-told':
			return { label, text: vscode.l10n.t('not known, as nothing came back') };
		case 'not-reached':
			return { label, text: vscode.l10n.t('not tried, as a step before it failed') };
	}
}

function stepName(step: ConnectionStep): string {
	switch (step) {
		case 'address':
			return vscode.l10n.t('API address');
		case 'name':
			return vscode.l10n.t('Name of the host');
		case 'connect':
			return vscode.l10n.t('Connection to the host');
		case 'proxy':
			return vscode.l10n.t('Way through the proxy');
		case 'tls':
			return vscode.l10n.t('TLS and certificate');
		case 'answer':
			return vscode.l10n.t('Answer of COR');
		case 'sign-in':
			return vscode.l10n.t('Sign-in');
		case 'rights':
			return vscode.l10n.t('Rights');
	}
}

function explainRights(): string {
	return vscode.l10n.t('Tasks can be read. Whether files may be attached, COR says of each task.');
}

function explainNotNeeded(step: ConnectionStep, { proxy, findings }: ConnectionCheck): string {
	const isProxied = proxy.way === 'proxy' || failedStep(findings)?.step === 'proxy';
	switch (step) {
		case 'name':
		case 'connect':
			return isProxied
				? vscode.l10n.t("not needed: that is the proxy's part")
				: vscode.l10n.t('not needed: the address is a number');
		case 'proxy':
			return vscode.l10n.t('not needed: none is used');
		default:
			return vscode.l10n.t('not needed: nothing leaves this machine');
	}
}
