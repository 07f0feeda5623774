import * as vscode from 'vscode';
import { keepText } from '../../leaks/kept.js';

/** Runs *Check Connection* as a person does, and resolves with the report that it shows. */
export async function check(): Promise<string> {
	await vscode.commands.executeCommand('corAttachments.checkConnection');
	const report = vscode.window.activeTextEditor?.document.getText() ?? '';
	keepText('reports', report);
	return report;
}

/** The lines of a report that say how each step went. */
export function steps(report: string): readonly string[] {
	const section = /## Step by step\n\n([\s\S]*?)\n\n/.exec(report)?.[1] ?? '';
	return section.split('\n').map(line => line.replace(/^- /, ''));
}
