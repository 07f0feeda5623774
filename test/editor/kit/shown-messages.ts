import * as vscode from 'vscode';

interface Shown {
	readonly message: string;
	readonly buttons: readonly string[];
}

type Show = 'showWarningMessage' | 'showInformationMessage';

/** For the suite around it: notes the messages of code under test in place of showing them, and leaves each unanswered. */
export function useShownMessages(): readonly Shown[] {
	const shown: Shown[] = [];
	const real: Partial<Record<Show, unknown>> = {};
	const window = vscode.window as unknown as Record<Show, unknown>;

	beforeEach(() => {
		shown.length = 0;
		for (const name of ['showWarningMessage', 'showInformationMessage'] as const) {
			real[name] = window[name];
			window[name] = async (message: string, ...items: readonly unknown[]) => {
				shown.push({ message, buttons: items.filter(item => typeof item === 'string') });
			};
		}
	});
	afterEach(() => {
		Object.assign(window, real);
	});
	return shown;
}
