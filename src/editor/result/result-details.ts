import * as vscode from 'vscode';
import type { FileEnd } from '../../attach/outcome.js';
import { plainText } from '../../attach/text/plain-text.js';
import { type NextStep, type OpenStep, stepLabel, takeStep } from '../messages/ask.js';
import { explain } from '../messages/explain-failure.js';
import { explainBeside, explainDoubt, explainGrown, versionTwiceSentence } from '../messages/explain-files.js';
import { sizeFormat } from '../messages/format.js';
import type { Outcomes } from './result-sentences.js';

interface DetailRow extends vscode.QuickPickItem {
	readonly step?: NextStep;
}

/** Order of the list: files that may need action come first. */
const statuses = ['failed', 'unknown', 'skipped', 'cancelled', 'attached'] as const satisfies FileEnd['status'][];

const icons: Readonly<Record<FileEnd['status'], string>> = {
	failed: 'error',
	unknown: 'question',
	skipped: 'circle-slash',
	cancelled: 'circle-slash',
	attached: 'check',
};

/**
 * Lists how each file ended and why, with possible steps below. Runs the chosen step (`done`), or returns it if only the
 * caller can run it. `back` if the person chose nothing.
 */
export async function showDetails(
	log: vscode.LogOutputChannel,
	outcomes: Outcomes,
	title: string,
	steps: readonly NextStep[],
): Promise<OpenStep | 'back' | 'done'> {
	const rows = [...statuses.flatMap(status => section(outcomes, status)), ...actions(steps)];
	const chosen = await vscode.window.showQuickPick(rows, {
		title,
		placeHolder: vscode.l10n.t('Enter runs an action · Esc goes back'),
		matchOnDescription: true,
		matchOnDetail: true,
	});
	return chosen?.step ? takeStep(log, chosen.step) : 'back';
}

function section(outcomes: Outcomes, status: FileEnd['status']): readonly DetailRow[] {
	const ended = outcomes.filter(({ end }) => end.status === status);
	const sizes = sizeFormat();
	return ended.length === 0
		? []
		: [
				{ label: heading(status), kind: vscode.QuickPickItemKind.Separator },
				...ended.map(({ file, end }) => ({
					label: `$(${icons[status]}) ${plainText(file.name, 60)}`,
					description: sizes.write(file.size),
					detail: explainEnd(end, plainText(file.name, 60)),
				})),
			];
}

function heading(status: FileEnd['status']): string {
	const words = {
		failed: vscode.l10n.t('Not attached'),
		unknown: vscode.l10n.t('May already be on the task'),
		skipped: vscode.l10n.t('Skipped'),
		cancelled: vscode.l10n.t('Cancelled'),
		attached: vscode.l10n.t('Attached'),
	};
	return words[status];
}

function explainEnd(end: FileEnd, name: string): string {
	switch (end.status) {
		case 'failed':
		case 'unknown':
			return explain(end.error);
		case 'skipped':
			return explainDoubt(end.why);
		case 'cancelled':
			return vscode.l10n.t('It was not attached.');
		case 'attached': {
			const { version = 1 } = end.attachment;
			return [
				...(version > 1 ? [vscode.l10n.t('As version {0}.', version)] : []),
				...(end.isBeside ? [explainBeside()] : []),
				...(end.grownFrom === undefined ? [] : [explainGrown(end.grownFrom)]),
				...(end.isMaybeDoubled ? [versionTwiceSentence([name])] : []),
			].join(' ');
		}
	}
}

function actions(steps: readonly NextStep[]): readonly DetailRow[] {
	return [
		{ label: vscode.l10n.t('Actions'), kind: vscode.QuickPickItemKind.Separator },
		...steps.map(step => ({ label: stepLabel(step), step })),
	];
}
