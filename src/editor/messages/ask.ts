import * as vscode from 'vscode';

interface Button {
	label(): string;
	/** What it does wherever it is offered; without it that is for whoever asked. */
	run?(log: vscode.LogOutputChannel): unknown;
}

/** Every button of our messages, a row each. */
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

/** What a message offers to do next. */
export type NextStep = keyof typeof buttons;

/** Those that whoever asks has to do. */
export type OpenStep = {
	[Step in NextStep]: (typeof buttons)[Step] extends { run: unknown } ? never : Step;
}[NextStep];

type Show = (message: string, ...items: string[]) => Thenable<string | undefined>;

/** Shows a message with a button for each step. Does what the person chooses, or tells it where only the caller can do it. */
export async function ask(
	log: vscode.LogOutputChannel,
	show: Show,
	message: string,
	steps: readonly NextStep[],
): Promise<OpenStep | undefined> {
	const choice = await show(message, ...steps.map(stepLabel));
	const chosen = steps.find(step => stepLabel(step) === choice);
	return chosen && takeStep(log, chosen);
}

/** Does what was chosen, or tells it where only the caller can do it. */
export async function takeStep(log: vscode.LogOutputChannel, chosen: NextStep): Promise<OpenStep | undefined> {
	if (isOpen(chosen)) {
		return chosen;
	}
	const button: Button = buttons[chosen];
	await button.run?.(log);
	return undefined;
}

/** What the button of a step says. */
export function stepLabel(step: NextStep): string {
	return buttons[step].label();
}

/** Whether a step is for whoever asks. */
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
