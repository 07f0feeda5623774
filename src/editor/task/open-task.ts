import * as vscode from 'vscode';
import { readWebAddress } from '../../attach/task/web-address.js';
import { isCorWeb, isLoopback } from '../../cor/http/endpoint.js';
import type { TaskMemory } from '../../machine/memory/task-memory.js';
import { keepWebUrl } from '../settings/settings.js';
import { taskPage } from './task-page.js';

/** Opens a task in the browser. Asks for COR's web address if it is unknown. `false` if the person doesn't enter it. */
export async function openTask(memory: TaskMemory, taskId: number): Promise<boolean> {
	const page = taskPage(taskId, memory) ?? (await askForPage(memory, taskId));
	return page !== undefined && vscode.env.openExternal(vscode.Uri.parse(page, true));
}

/**
 * The address of a task's page. Asks for COR's web address once per window. `undefined` if the person doesn't enter it.
 */
export async function taskPageOrAsk(memory: TaskMemory, taskId: number): Promise<string | undefined> {
	const known = taskPage(taskId, memory);
	return known === undefined && !memory.isPageUnsaid ? askForPage(memory, taskId) : known;
}

async function askForPage(memory: TaskMemory, taskId: number): Promise<string | undefined> {
	const typed = await vscode.window.showInputBox({
		title: vscode.l10n.t('Your COR Web Address'),
		prompt: vscode.l10n.t("Open COR in your browser and paste its address, or any task's. You're asked only once."),
		placeHolder: 'https://your-agency.cor.works',
		ignoreFocusOut: true,
		validateInput: text => (text.trim() === '' ? undefined : whyNot(text)),
	});
	if (typed === undefined || typed.trim() === '') {
		memory.isPageUnsaid = true;
		return undefined;
	}
	const reading = readAddress(typed);
	if (reading.status === 'web-url') {
		const { webUrl } = reading;
		await keepWebUrl(webUrl).catch(() => memory.rememberTaskPages(`${webUrl}/tasks`)); // settings may be read-only
	} else if (reading.status === 'pages') {
		await memory.rememberTaskPages(reading.pages);
	}
	return taskPage(taskId, memory);
}

function readAddress(text: string) {
	return readWebAddress(text, url => isCorWeb(url, undefined), isLoopback);
}

function whyNot(text: string): string | undefined {
	switch (readAddress(text).status) {
		case 'not-an-address':
			return vscode.l10n.t("This isn't a web address. Example: https://your-agency.cor.works.");
		case 'not-https':
			return vscode.l10n.t('The address must start with https://.');
		default:
			return undefined;
	}
}
