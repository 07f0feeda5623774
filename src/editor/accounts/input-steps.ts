import * as vscode from 'vscode';
import { isFoundIn } from '../../attach/text/found-in.js';

/** Opens a page in the browser while the question stays open. */
export interface PageButton extends vscode.QuickInputButton {
	readonly page: vscode.Uri;
}

/** The chosen item, and a text that was pasted instead of choosing. */
export interface Choice<Item> {
	readonly item: Item;
	readonly text: string;
}

/**
 * Asks the person to choose one of a few items. Typing filters nothing, and the pick stays open when it loses the
 * focus. `undefined` if the person gives up.
 */
export async function askChoice<Item extends vscode.QuickPickItem>(
	items: readonly Item[],
	how: { readonly title: string; readonly placeholder: string; readonly buttons?: readonly PageButton[] },
): Promise<Choice<Item> | undefined> {
	const pick = vscode.window.createQuickPick<Item>();
	Object.assign(pick, { ...how, items: items.map(item => ({ ...item, alwaysShow: true })), ignoreFocusOut: true });
	const choiceOf = (item: Item): Choice<Item> => {
		const isOfList = items.some(({ label }) => isFoundIn(label, pick.value));
		return { item, text: isOfList ? '' : pick.value.trim() };
	};
	try {
		return await new Promise<Choice<Item> | undefined>(resolve => {
			pick.onDidAccept(() => pick.selectedItems[0] && resolve(choiceOf(pick.selectedItems[0])));
			pick.onDidTriggerButton(button => void openPage(button));
			pick.onDidHide(() => resolve(undefined));
			pick.show();
		});
	} finally {
		pick.dispose();
	}
}

/** One of several inputs. */
export interface TextStep {
	readonly title: string;
	/** Initial text. */
	readonly value: string;
	readonly step: number;
	readonly totalSteps: number;
	readonly prompt: string;
	readonly placeholder: string;
	/** Whether to hide the text. */
	readonly isSecret: boolean;
	readonly mayBeEmpty: boolean;
	readonly pages: readonly PageButton[];
	/** Checks the text while the input stays open. If it resolves with a sentence, the input stays open and shows it. */
	check?(text: string): Promise<string | undefined>;
}

export type StepAnswer =
	| { readonly status: 'entered' | 'back'; readonly text: string }
	| { readonly status: 'cancelled' };

/** Asks for a text. The input stays open when it loses the focus. */
export async function askText(step: TextStep): Promise<StepAnswer> {
	const box = vscode.window.createInputBox();
	Object.assign(box, {
		title: step.title,
		value: step.value,
		step: step.step,
		totalSteps: step.totalSteps,
		prompt: step.prompt,
		placeholder: step.placeholder,
		password: step.isSecret,
		ignoreFocusOut: true,
		buttons: [vscode.QuickInputButtons.Back, ...step.pages],
	});
	try {
		return await new Promise<StepAnswer>(resolve => {
			box.onDidAccept(() => void acceptText(box, step).then(answer => answer && resolve(answer)));
			box.onDidChangeValue(() => {
				box.validationMessage = undefined;
			});
			box.onDidTriggerButton(button =>
				button === vscode.QuickInputButtons.Back ? resolve({ status: 'back', text: box.value }) : void openPage(button),
			);
			box.onDidHide(() => resolve({ status: 'cancelled' }));
			box.show();
		});
	} finally {
		box.dispose();
	}
}

async function acceptText(box: vscode.InputBox, step: TextStep): Promise<StepAnswer | undefined> {
	const text = box.value.trim();
	if (text === '' && !step.mayBeEmpty) {
		box.validationMessage = step.prompt;
		return undefined;
	}
	box.busy = true;
	box.enabled = false;
	const complaint = await step.check?.(text);
	box.busy = false;
	box.enabled = true;
	box.validationMessage = complaint;
	return complaint === undefined ? { status: 'entered', text } : undefined;
}

async function openPage(button: vscode.QuickInputButton): Promise<void> {
	await vscode.env.openExternal((button as PageButton).page);
}
