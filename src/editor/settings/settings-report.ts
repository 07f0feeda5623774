import * as vscode from 'vscode';
import { listNames } from '../messages/names.js';
import { type WrongSetting, wrongSettings } from './settings.js';

/** Says of settings with wrong values what counts instead: in one message for all of them, once for each value in a window. */
export class SettingsReport {
	readonly #log: Pick<vscode.LogOutputChannel, 'warn' | 'error'>;
	#said: ReadonlySet<string> = new Set();

	constructor(log: Pick<vscode.LogOutputChannel, 'warn' | 'error'>) {
		this.#log = log;
	}

	/** To be called where somebody uses the extension, since nothing is said before. Asks nothing and waits for nothing. */
	look(): void {
		const wrong = wrongSettings();
		const fresh = wrong.filter(setting => !this.#said.has(keyOf(setting)));
		this.#said = new Set(wrong.map(keyOf));
		if (fresh.length > 0) {
			for (const { id, counts } of fresh) {
				this.#log.warn(`${id} has a wrong value, ${JSON.stringify(counts)} counts`);
			}
			say(fresh).catch((error: unknown) => this.#log.error(String(error)));
		}
	}
}

function keyOf({ id, value }: WrongSetting): string {
	return `${id} ${JSON.stringify(value)}`;
}

async function say(wrong: readonly WrongSetting[]): Promise<void> {
	const open = vscode.l10n.t('Open Settings');
	if ((await vscode.window.showWarningMessage(sentence(wrong), open)) === open) {
		const query = wrong.map(({ id }) => `@id:${id}`).join(' ');
		await vscode.commands.executeCommand('workbench.action.openSettings', query);
	}
}

function sentence(wrong: readonly WrongSetting[]): string {
	const [first] = wrong;
	if (wrong.length > 1 || !first) {
		const named = wrong.map(({ id, counts }) => (counts === '' ? id : `${id} (${counts})`));
		return vscode.l10n.t(
			'{0} settings have values that they cannot have, their defaults count instead: {1}.',
			wrong.length,
			listNames(named),
		);
	}
	return first.counts === ''
		? vscode.l10n.t('The setting {0} has a value that it cannot have, and counts as not set.', first.id)
		: vscode.l10n.t(
				'The setting {0} has a value that it cannot have: {1} counts instead.',
				first.id,
				`${first.counts}`,
			);
}
