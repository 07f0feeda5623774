import * as vscode from 'vscode';
import { decide, propose } from '../../attach/plan/existing.js';
import type { MatchedFile } from '../../attach/plan/stages.js';
import { sendWanted, type Wanted } from '../../attach/plan/unsaved.js';

/** A button of a row. Its tooltip says what a click does with the file. */
export interface ChoiceButton extends vscode.QuickInputButton {
	/**
	 * Returns the file after the click.
	 * @param asGiven the file as it was before any choice
	 */
	change(file: MatchedFile, asGiven: MatchedFile): MatchedFile;
}

/** One button per decision that the file allows. */
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

// The check of one text says nothing about the other. The other one is checked just before it is sent.
function sendOther(asGiven: MatchedFile, wanted: Wanted): MatchedFile {
	if (asGiven.unsaved?.sends === wanted) {
		return asGiven;
	}
	const other = sendWanted(asGiven, wanted);
	return other.existing ? propose(other, { ...other.existing, isUnchanged: false }) : other;
}
