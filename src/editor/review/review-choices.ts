import * as vscode from 'vscode';
import { decide, propose } from '../../attach/plan/existing.js';
import type { MatchedFile } from '../../attach/plan/stages.js';
import { sendWanted, type Wanted } from '../../attach/plan/unsaved.js';

/** A button of a row; its words say what a click makes of the file. */
export interface ChoiceButton extends vscode.QuickInputButton {
	/** What becomes of the file, from what it is and what it was before anybody chose. */
	change(file: MatchedFile, asGiven: MatchedFile): MatchedFile;
}

/** A button for each choice that a file leaves. */
export function choiceButtons(file: MatchedFile): readonly ChoiceButton[] {
	return [...versionButtons(file), ...unsavedButtons(file)];
}

function versionButtons({ existing, parentId }: MatchedFile): readonly ChoiceButton[] {
	if (!existing) {
		return [];
	}
	return parentId === undefined
		? [
				{
					iconPath: new vscode.ThemeIcon('versions'),
					tooltip: vscode.l10n.t('Attach as Version {0}', existing.version + 1),
					change: file => decide(file, 'newVersion'),
				},
			]
		: [
				{
					iconPath: new vscode.ThemeIcon('files'),
					tooltip: vscode.l10n.t('Attach as Separate File'),
					change: file => decide(file, 'beside'),
				},
			];
}

function unsavedButtons({ unsaved }: MatchedFile): readonly ChoiceButton[] {
	if (unsaved?.shownSize === undefined || unsaved.savedSize === undefined) {
		return [];
	}
	return unsaved.sends === 'shown'
		? [
				{
					iconPath: new vscode.ThemeIcon('save'),
					tooltip: vscode.l10n.t('Attach the Saved File'),
					change: (_file, asGiven) => sendOther(asGiven, 'saved'),
				},
			]
		: [
				{
					iconPath: new vscode.ThemeIcon('edit'),
					tooltip: vscode.l10n.t('Attach with Unsaved Changes'),
					change: (_file, asGiven) => sendOther(asGiven, 'shown'),
				},
			];
}

// What was found out about the one says nothing of the other: it is looked at on its way out.
function sendOther(asGiven: MatchedFile, wanted: Wanted): MatchedFile {
	if (asGiven.unsaved?.sends === wanted) {
		return asGiven;
	}
	const other = sendWanted(asGiven, wanted);
	return other.existing ? propose(other, { ...other.existing, isUnchanged: false }) : other;
}
