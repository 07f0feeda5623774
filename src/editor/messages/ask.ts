import * as vscode from 'vscode';

interface Button {
	label(): string;
	/** Runs the step anywhere. Missing if the caller has to run it. */
	run?(log: vscode.LogOutputChannel): unknown;
}

/** All buttons of messages. */
const buttons = {
	'open-task': { label: () => vscode.l10n.t('Open Task') },
	'copy-links': { label: () => vscode.l10n.t('Copy Summary') },
	'copy-direct-link': { label: () => vscode.l10n.t('Copy Direct Link') },
	'copy-direct-links': { label: () => vscode.l10n.t('Copy Direct Links') },
	'copy-report': { label: () => vscode.l10n.t('Copy Report') },
	details: { label: () => vscode.l10n.t('Details') },
	review: { label: () => vscode.l10n.t('Review Skipped Files') },
	retry: { label: () => vscode.l10n.t('Retry Failed') },
	'check-again': { label: () => vscode.l10n.t('Check Again') },
	'send-message': { label: () => vscode.l10n.t('Send Message') },
	'copy-message': { label: () => vscode.l10n.t('Copy Message') },
	'send-again': { label: () => vscode.l10n.t('Send Again') },
	undo: { label: () => vscode.l10n.t('Undo') },
	'remove-attached': { label: () => vscode.l10n.t('Remove') },
	'as-archive': { label: () => vscode.l10n.t('Attach as Archive') },
	'remove-extra': { label: () => vscode.l10n.t('Remove Extra Copy') },
	'remove-extras': { label: () => vscode.l10n.t('Remove Extra Copies') },
	'sign-in': { label: () => vscode.l10n.t('Sign In') },
	'choose-task': { label: () => vscode.l10n.t('Choose Another Task') },
	'open-api-settings': opensSetting('corAttachments.apiUrl'),
	'open-proxy-settings': opensSetting('http.proxy'),
	'open-certificate-settings': opensSetting('http.systemCertificates'),
	'open-provider-settings': opensSetting('corAttachments.maxProviderMegabytes'),
	'check-connection': {
		label: () => vscode.l10n.t('Check Connection'),
		run: () => vscode.commands.executeCommand('corAttachments.checkConnection'),
	},
	'show-log': { label: () => vscode.l10n.t('Show Log'), run: (log: vscode.LogOutputChannel) => log.show(true) },
} as const satisfies Record<string, Button>;

/** A next step that a message offers. */
export type NextStep = keyof typeof buttons;

/** Steps that the caller has to run. */
export type OpenStep = {
	[Step in NextStep]: (typeof buttons)[Step] extends { run: unknown } ? never : Step;
}[NextStep];

type Show = (message: string, ...items: string[]) => Thenable<string | undefined>;

/**
 * Shows a message with a button per step. Runs the chosen step (`done`), or returns it if only the caller can run it.
 * `undefined` if the person chooses none.
 */
export async function ask(
	log: vscode.LogOutputChannel,
	show: Show,
	message: string,
	steps: readonly NextStep[],
): Promise<OpenStep | 'done' | undefined> {
	const choice = await show(message, ...steps.map(stepLabel));
	const chosen = steps.find(step => stepLabel(step) === choice);
	return chosen && takeStep(log, chosen);
}

/** Runs a chosen step (`done`), or returns it if only the caller can run it. */
export async function takeStep(log: vscode.LogOutputChannel, chosen: NextStep): Promise<OpenStep | 'done'> {
	if (isOpen(chosen)) {
		return chosen;
	}
	const button: Button = buttons[chosen];
	await button.run?.(log);
	return 'done';
}

/** Label of a step's button. */
export function stepLabel(step: NextStep): string {
	return buttons[step].label();
}

/** Whether the caller has to run the step. */
export function isOpen(step: NextStep): step is OpenStep {
	const button: Button = buttons[step];
	return button.run === undefined;
}

function opensSetting(id: string): Required<Button> {
	return {
		label: () => vscode.l10n.t('Open Settings'),
		run: () => vscode.commands.executeCommand('workbench.action.openSettings', id),
	};
}
