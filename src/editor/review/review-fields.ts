import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { origins, statuses, type UploadFields } from '../../attach/fields.js';
import { attachmentStatusWord } from '../messages/status-words.js';

/** A button that changes one field of the upload for this batch: it shows the value in force and says what comes next. */
export interface FieldButton extends vscode.QuickInputButton {
	readonly next: UploadFields;
}

/** One button for each field that COR takes. */
export function fieldButtons(fields: UploadFields): readonly FieldButton[] {
	const { available = true, status, createdFrom = 'task_panel', sessionToken, ...rest } = fields;
	const set = (changed: UploadFields): UploadFields => ({
		...rest,
		available,
		createdFrom,
		...(status && { status }),
		...(sessionToken && { sessionToken }),
		...changed,
	});
	const { status: _status, ...withoutStatus } = set({});
	const { sessionToken: _token, ...alone } = set({});
	const nextStatus = following([undefined, ...statuses], status);
	return [
		{
			iconPath: new vscode.ThemeIcon(available ? 'eye' : 'eye-closed'),
			tooltip: available
				? vscode.l10n.t('Visible in COR (press to hide)')
				: vscode.l10n.t('Hidden in COR (press to show)'),
			next: set({ available: !available }),
		},
		{
			iconPath: new vscode.ThemeIcon(statusIcon(status)),
			tooltip: statusTooltip(status),
			next: nextStatus ? set({ status: nextStatus }) : withoutStatus,
		},
		{
			iconPath: new vscode.ThemeIcon(originIcon(createdFrom)),
			tooltip: originTooltip(createdFrom),
			next: set({ createdFrom: following(origins, createdFrom) }),
		},
		{
			iconPath: new vscode.ThemeIcon(sessionToken ? 'layers-active' : 'layers'),
			tooltip: sessionToken
				? vscode.l10n.t(
						'One notice for all of them (press for one each). COR does not document when the notice goes out.',
					)
				: vscode.l10n.t(
						'A notice for each (press for one for all). COR does not document when a notice for all goes out.',
					),
			next: sessionToken ? alone : set({ sessionToken: randomUUID() }),
		},
	];
}

/** What is not as COR has it by default, in words. */
export function fieldsInWords({ available, status, createdFrom, sessionToken }: UploadFields): readonly string[] {
	return [
		...(available === false ? [vscode.l10n.t('hidden')] : []),
		...(status ? [attachmentStatusWord(status)] : []),
		...(createdFrom === 'rework' ? [vscode.l10n.t('rework')] : []),
		...(createdFrom === 'feedback' ? [vscode.l10n.t('feedback')] : []),
		...(sessionToken ? [vscode.l10n.t('one notice')] : []),
	];
}

function following<T>(values: readonly T[], value: T): T {
	return values[(values.indexOf(value) + 1) % values.length] as T;
}

function statusIcon(status: UploadFields['status']): string {
	switch (status) {
		case undefined:
			return 'circle-large-outline';
		case 'approved':
			return 'pass';
		case 'pending':
			return 'clock';
		case 'required':
			return 'issues';
	}
}

function statusTooltip(status: UploadFields['status']): string {
	switch (status) {
		case undefined:
			return vscode.l10n.t('No status (press for approved)');
		case 'approved':
			return vscode.l10n.t('Status: approved (press for pending)');
		case 'pending':
			return vscode.l10n.t('Status: pending (press for required)');
		case 'required':
			return vscode.l10n.t('Status: required (press for none)');
	}
}

function originIcon(origin: NonNullable<UploadFields['createdFrom']>): string {
	switch (origin) {
		case 'task_panel':
			return 'tasklist';
		case 'rework':
			return 'debug-restart';
		case 'feedback':
			return 'comment-discussion';
	}
}

function originTooltip(origin: NonNullable<UploadFields['createdFrom']>): string {
	switch (origin) {
		case 'task_panel':
			return vscode.l10n.t('Belongs to the task (press for a rework)');
		case 'rework':
			return vscode.l10n.t('Belongs to a rework (press for a feedback)');
		case 'feedback':
			return vscode.l10n.t('Belongs to a feedback (press for the task)');
	}
}
