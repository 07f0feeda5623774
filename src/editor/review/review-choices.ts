import * as vscode from 'vscode';
import { decide, type OnExisting, propose } from '../../attach/plan/existing.js';
import type { MatchedFile } from '../../attach/plan/stages.js';
import { sendWanted, type Wanted } from '../../attach/plan/unsaved.js';

/** A button of a row: it shows what will happen to the file and says what comes next. */
export interface ChoiceButton extends vscode.QuickInputButton {
	/** What becomes of the file, from what it is and what it was before anybody chose. */
	change(file: MatchedFile, asGiven: MatchedFile): MatchedFile;
}

/** A button that decides for all files whose names are on the task. */
export interface ForAllButton extends vscode.QuickInputButton {
	readonly forAll: OnExisting;
}

/** A button for each choice that a file leaves. */
export function choiceButtons(file: MatchedFile): readonly ChoiceButton[] {
	return [...versionButtons(file), ...unsavedButtons(file)];
}

/** The button for all; none where no name is on the task. `last` is what it decided last. */
export function forAllButtons(files: readonly MatchedFile[], last: OnExisting | undefined): readonly ForAllButton[] {
	return files.some(({ existing }) => existing) ? [forAllButton(last)] : [];
}

function versionButtons({ existing, parentId }: MatchedFile): readonly ChoiceButton[] {
	if (!existing) {
		return [];
	}
	const version = existing.version + 1;
	return parentId === undefined
		? [
				{
					iconPath: new vscode.ThemeIcon('files'),
					tooltip: vscode.l10n.t('Added beside it (press to make it version {0})', version),
					change: file => decide(file, 'newVersion'),
				},
			]
		: [
				{
					iconPath: new vscode.ThemeIcon('versions'),
					tooltip: vscode.l10n.t('Becomes version {0} (press to add it beside)', version),
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
					iconPath: new vscode.ThemeIcon('edit'),
					tooltip: vscode.l10n.t('What the editor shows is sent (press for the saved file)'),
					change: (_file, asGiven) => sendOther(asGiven, 'saved'),
				},
			]
		: [
				{
					iconPath: new vscode.ThemeIcon('save'),
					tooltip: vscode.l10n.t('The saved file is sent (press for what the editor shows)'),
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

function forAllButton(last: OnExisting | undefined): ForAllButton {
	switch (last) {
		case undefined:
			return {
				iconPath: new vscode.ThemeIcon('git-compare'),
				tooltip: vscode.l10n.t('On the task already: each as its row says (press for new versions of all)'),
				forAll: 'newVersion',
			};
		case 'newVersion':
			return {
				iconPath: new vscode.ThemeIcon('versions'),
				tooltip: vscode.l10n.t('On the task already: new versions of all (press to add all beside)'),
				forAll: 'beside',
			};
		case 'beside':
			return {
				iconPath: new vscode.ThemeIcon('files'),
				tooltip: vscode.l10n.t('On the task already: all are added beside (press to leave all out)'),
				forAll: 'skip',
			};
		case 'skip':
			return {
				iconPath: new vscode.ThemeIcon('circle-slash'),
				tooltip: vscode.l10n.t('On the task already: all are left out (press for new versions of all)'),
				forAll: 'newVersion',
			};
	}
}
