import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { statuses, type UploadFields } from '../../attach/fields.js';
import { archiveName } from '../../attach/plan/archive.js';
import type { OnExisting } from '../../attach/plan/existing.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { plainText } from '../../attach/text/plain-text.js';
import { attachmentStatusWord } from '../messages/field-words.js';
import { type ActionRow, heading } from './review-items.js';

/** How a batch is sent. */
export interface Options {
	readonly fields: UploadFields;
	readonly isArchive: boolean;
	/** The latest decision for all files whose name is on the task. */
	readonly forAll: OnExisting | undefined;
}

/** What decides which options are offered. */
export interface Offered {
	readonly task: string;
	/** Name of the archive; `undefined` if there is nothing to pack. */
	readonly archiveName: string | undefined;
	/** Whether the task has files with these names. */
	readonly hasExisting: boolean;
}

interface OptionItem extends vscode.QuickPickItem {
	/** The options after choosing this item. */
	readonly next?: Options;
}

/** The name of an archive of these files. */
export function nameArchive(files: readonly PlannedFile[]): string {
	const folders = new Set(files.map(({ uri }) => uri.slice(0, uri.lastIndexOf('/') + 1)));
	return archiveName([...folders].map(folder => vscode.Uri.parse(folder, true).path));
}

/** The row that opens the options and shows what was chosen. */
export function optionsRow(chosen: readonly string[]): ActionRow {
	return {
		action: 'options',
		alwaysShow: true,
		iconPath: new vscode.ThemeIcon('settings-gear'),
		label: vscode.l10n.t('Options…'),
		description: plainText(chosen.join(' · ')) || vscode.l10n.t('archive, visibility, status, origin, notification'),
	};
}

/** Shows all options until the person goes back. Calls `changed` after each choice. */
export async function chooseOptions(
	options: Options,
	offered: Offered,
	changed: (options: Options) => void,
): Promise<void> {
	const pick = vscode.window.createQuickPick<OptionItem>();
	pick.title = vscode.l10n.t('Options for {0}', plainText(offered.task, 60));
	pick.placeholder = vscode.l10n.t('Enter chooses · Esc goes back to the review');
	pick.buttons = [vscode.QuickInputButtons.Back];
	pick.ignoreFocusOut = true;
	pick.keepScrollPosition = true;
	pick.items = optionItems(options, offered);
	try {
		await new Promise<void>(resolve => {
			pick.onDidTriggerButton(() => resolve());
			pick.onDidHide(() => resolve());
			pick.onDidAccept(() => {
				const [chosen] = pick.activeItems;
				if (chosen?.next) {
					pick.value = '';
					pick.items = optionItems(chosen.next, offered);
					pick.activeItems = pick.items.filter(({ label }) => label === chosen.label);
					changed(chosen.next);
				}
			});
			pick.show();
		});
	} finally {
		pick.dispose();
	}
}

/** Each option has the same place whatever is chosen: VS Code tells of a choice by the place that the person saw. */
export function optionItems(options: Options, { archiveName: archive, hasExisting }: Offered): readonly OptionItem[] {
	const { fields, isArchive, forAll } = options;
	const { available = true, status, createdFrom = 'task_panel', sessionToken } = fields;
	const { status: _status, ...withoutStatus } = fields;
	const { sessionToken: _token, ...withoutToken } = fields;
	const item = (label: string, isCurrent: boolean, next: Partial<Options>): OptionItem => ({
		label,
		iconPath: new vscode.ThemeIcon(isCurrent ? 'pass-filled' : 'circle-large-outline'),
		...(isCurrent && { description: vscode.l10n.t('current') }),
		next: { ...options, ...next },
	});
	const field = (label: string, isCurrent: boolean, next: UploadFields): OptionItem =>
		item(label, isCurrent, { fields: next });
	const from = (label: string, value: NonNullable<UploadFields['createdFrom']>): OptionItem =>
		field(label, createdFrom === value, { ...fields, createdFrom: value });
	const all = (label: string, value: OnExisting): OptionItem => item(label, forAll === value, { forAll: value });
	const existing = [
		heading(vscode.l10n.t('already attached')),
		all(vscode.l10n.t('New versions of all'), 'newVersion'),
		all(vscode.l10n.t('All as separate files'), 'beside'),
		all(vscode.l10n.t('Skip all'), 'skip'),
	];
	return [
		...(archive === undefined
			? []
			: [
					heading(vscode.l10n.t('files')),
					item(vscode.l10n.t('Separate files'), !isArchive, { isArchive: false }),
					item(vscode.l10n.t('One archive: {0}', plainText(archive, 40)), isArchive, { isArchive: true }),
				]),
		...(hasExisting && !isArchive ? existing : []),
		...(hasExisting && isArchive ? existing.map(() => heading('')) : []), // VS Code doesn't draw them
		heading(vscode.l10n.t('visibility')),
		field(vscode.l10n.t('Visible in COR'), available, { ...fields, available: true }),
		field(vscode.l10n.t('Hidden in COR'), !available, { ...fields, available: false }),
		heading(vscode.l10n.t('status')),
		field(vscode.l10n.t('No status'), status === undefined, withoutStatus),
		...statuses.map(value =>
			field(capital(attachmentStatusWord(value)), status === value, { ...fields, status: value }),
		),
		heading(vscode.l10n.t('origin')),
		from(vscode.l10n.t('Task'), 'task_panel'),
		from(capital(vscode.l10n.t('rework')), 'rework'),
		from(capital(vscode.l10n.t('feedback')), 'feedback'),
		heading(vscode.l10n.t('notification')),
		field(vscode.l10n.t('One notification per file'), sessionToken === undefined, withoutToken),
		{
			...field(vscode.l10n.t('One notification per batch'), sessionToken !== undefined, {
				...fields,
				sessionToken: sessionToken ?? randomUUID(),
			}),
			detail: vscode.l10n.t("COR doesn't document when it is sent."),
		},
	];
}

function capital(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}
