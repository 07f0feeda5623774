import * as vscode from 'vscode';
import { madeScheme } from '../../../src/attach/plan/made-file.js';
import { keepText } from '../../leaks/kept.js';
import { type TextKey, text } from './text.js';

/** Runs *Check Connection* as a person does, and resolves with the report that it shows. */
export async function check(): Promise<string> {
	const report = (await checkShown()).getText();
	keepText('reports', report);
	return report;
}

/** The same as the document of which the editor shows a preview. */
export async function checkShown(): Promise<vscode.TextDocument> {
	const subscriptions: vscode.Disposable[] = [];
	const opened = new Promise<vscode.TextDocument>(resolve => {
		const take = (document: vscode.TextDocument) => document.uri.scheme === madeScheme && resolve(document);
		subscriptions.push(vscode.workspace.onDidOpenTextDocument(take));
	});
	try {
		await vscode.commands.executeCommand('corAttachments.checkConnection');
		return await opened;
	} finally {
		vscode.Disposable.from(...subscriptions).dispose();
	}
}

/** The line of a report for one step, as far as its words go. */
export function stepLine(step: TextKey, finding: TextKey): string {
	return `${text(step)}: ${text(finding)}`;
}

/** The beginning of the line for a step that failed. */
export function failedStep(step: TextKey, why: string): string {
	return `${stepLine(step, 'FAILED')}. ${why}`;
}

/** The lines of a report that say how each step went. */
export function steps(report: string): readonly string[] {
	const section = /## Step by step\n\n([\s\S]*?)\n\n/.exec(report)?.[1] ?? '';
	return section.split('\n').map(line => line.replace(/^- /, ''));
}
