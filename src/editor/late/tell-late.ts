import * as vscode from 'vscode';
import type { LateCopy } from '../../attach/arrival/late-copies.js';
import { plainText } from '../../attach/text/plain-text.js';
import type { TaskMemory } from '../../machine/memory/task-memory.js';
import { ask, type NextStep } from '../messages/ask.js';
import { versionTwiceSentence } from '../messages/explain-files.js';
import { formatCount } from '../messages/format.js';
import { listNames, taskLabel } from '../messages/names.js';
import { tellFailure } from '../messages/tell-failure.js';
import type { SendingParts, Shipment } from '../sending/shipment.js';
import { openTask } from '../task/open-task.js';
import { type ExtraCopy, removeExtras } from './remove-extras.js';

/** What reporting late files needs. */
export interface LateParts extends SendingParts {
	readonly memory: TaskMemory;
}

/** Shows one message for everything that one look found, and runs the step that the person chooses. Never rejects. */
export async function tellLate(
	parts: LateParts,
	shipment: Pick<Shipment, 'connection' | 'task'>,
	copies: readonly LateCopy[],
): Promise<void> {
	try {
		await parts.queue.untilRoom();
		const { task } = shipment;
		const doubled = copies.filter(copy => copy.kind === 'doubled');
		const extras = doubled.filter(isExtra);
		const steps: NextStep[] = [
			'open-task',
			...(extras.length > 0 && extras.length === doubled.length ? ([removeStep(extras)] as const) : []),
		];
		const isGood = copies.every(copy => copy.kind === 'arrived' && !copy.isMaybeDoubled);
		const show = isGood ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
		const message = sentences(copies, plainText(taskLabel(task), 80)).join(' ');
		switch (await ask(parts.log, show, message, steps)) {
			case 'open-task':
				await openTask(parts.memory, task.id);
				return;
			case 'remove-extra':
			case 'remove-extras':
				await removeExtras(parts, shipment, extras);
		}
	} catch (error) {
		await tellFailure(parts, error);
	}
}

function isExtra(copy: LateCopy): copy is ExtraCopy {
	return copy.kind === 'doubled' && copy.extra !== undefined;
}

function removeStep(extras: readonly ExtraCopy[]): 'remove-extra' | 'remove-extras' {
	return extras.length === 1 ? 'remove-extra' : 'remove-extras';
}

function sentences(copies: readonly LateCopy[], task: string): readonly string[] {
	const names = (some: readonly LateCopy[]) => some.map(({ file }) => plainText(file.name, 60));
	const namesOf = (kind: LateCopy['kind']) => names(copies.filter(copy => copy.kind === kind));
	const isVersionTwice = (copy: LateCopy) =>
		(copy.kind === 'arrived' && copy.isMaybeDoubled) || (copy.kind === 'doubled' && copy.isMaybeMore);
	return [
		...some(namesOf('arrived'), each => arrivedSentence(each, task)),
		...some(names(copies.filter(isVersionTwice)), versionTwiceSentence),
		...some(namesOf('doubled'), each => doubledSentence(each, task)),
		...some(namesOf('maybe-doubled'), each => maybeTwiceSentence(each, task)),
		...some(namesOf('maybe-arrived'), each => maybeThereSentence(each, task)),
	];
}

function some(names: readonly string[], sentence: (names: readonly string[]) => string): readonly string[] {
	return names.length > 0 ? [sentence(names)] : [];
}

function arrivedSentence(names: readonly string[], task: string): string {
	return names.length === 1
		? vscode.l10n.t('{0} was attached to {1} after all.', names[0] ?? '', task)
		: vscode.l10n.t(
				'{0} files were attached to {1} after all: {2}.',
				formatCount(names.length),
				task,
				listNames(names),
			);
}

function doubledSentence(names: readonly string[], task: string): string {
	return names.length === 1
		? vscode.l10n.t('{0} is on {1} twice: an upload that seemed lost was also attached.', names[0] ?? '', task)
		: vscode.l10n.t(
				'{0} files are on {1} twice because uploads that seemed lost were also attached: {2}.',
				formatCount(names.length),
				task,
				listNames(names),
			);
}

function maybeTwiceSentence(names: readonly string[], task: string): string {
	return names.length === 1
		? vscode.l10n.t('{0} may be on {1} twice. Check the task.', names[0] ?? '', task)
		: vscode.l10n.t(
				'{0} files may be on {1} twice. Check the task: {2}.',
				formatCount(names.length),
				task,
				listNames(names),
			);
}

function maybeThereSentence(names: readonly string[], task: string): string {
	return names.length === 1
		? vscode.l10n.t('{0} may be on {1} after all. Check the task.', names[0] ?? '', task)
		: vscode.l10n.t(
				'{0} files may be on {1} after all. Check the task: {2}.',
				formatCount(names.length),
				task,
				listNames(names),
			);
}
