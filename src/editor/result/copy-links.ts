import * as vscode from 'vscode';
import type { Outcome } from '../../attach/outcome.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { type TaskName, taskLabel } from '../messages/names.js';
import { directLinksText, linksMarkdown, linksText } from '../sending/receipt.js';

/** Copies the task's address and the attached names as text or Markdown; the person chooses which. */
export async function copyLinks(
	task: TaskName,
	page: string | undefined,
	outcomes: readonly Outcome<PlannedFile>[],
): Promise<void> {
	const label = taskLabel(task);
	const direct = directLinksText(outcomes);
	const forms = [
		{
			label: vscode.l10n.t('As plain text'),
			description: vscode.l10n.t('for chat or email'),
			copied: linksText(label, page, outcomes),
		},
		{
			label: vscode.l10n.t('As Markdown'),
			description: vscode.l10n.t('for a commit message or pull request'),
			copied: linksMarkdown(label, page, outcomes),
		},
		...(direct === ''
			? []
			: [
					{
						label: vscode.l10n.t('Direct links'),
						description: vscode.l10n.t('to the files themselves'),
						copied: direct,
					},
				]),
	];
	const chosen = await vscode.window.showQuickPick(forms, {
		title: vscode.l10n.t('Copy Summary'),
	});
	if (chosen) {
		await vscode.env.clipboard.writeText(chosen.copied);
	}
}
