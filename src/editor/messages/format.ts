import * as vscode from 'vscode';
import { plainText } from '../../attach/text/plain-text.js';
import { SizeFormat } from '../../attach/text/size-format.js';

/** Writes sizes as people of the display language do. */
export function sizeFormat(): SizeFormat {
	return new SizeFormat(language());
}

/** A size as people of the display language write it, e.g. `2,4 MB`. */
export function formatBytes(bytes: number): string {
	return sizeFormat().write(bytes);
}

/** A number of things as people of the display language write it, e.g. `10.000`. */
export function formatCount(count: number): string {
	// In the languages that there are words of, these are written alike; the first format of a window takes milliseconds.
	return Number.isInteger(count) && count >= 0 && count < 1_000
		? String(count)
		: new Intl.NumberFormat(language()).format(count);
}

/** Percent as people of the display language write them, e.g. `45 %`. */
export function formatPercent(percent: number): string {
	return new Intl.NumberFormat(language(), { style: 'percent' }).format(percent / 100);
}

/** A date and time as people of the display language write it; text that is no date as plain text. */
export function formatDate(text: string): string {
	const date = new Date(text);
	return Number.isNaN(date.getTime())
		? plainText(text, 40)
		: new Intl.DateTimeFormat(language(), { dateStyle: 'medium' }).format(date);
}

/** A moment (epoch milliseconds) as people of the display language write it: the time, with the date on another day. */
export function formatTime(at: number): string {
	const date = new Date(at);
	const isToday = date.toDateString() === new Date().toDateString();
	return new Intl.DateTimeFormat(language(), {
		timeStyle: 'short',
		...(!isToday && { dateStyle: 'medium' }),
	}).format(date);
}

/** What the extension speaks: the editor's language where it has words of it, else English, numbers included. */
function language(): string {
	return vscode.l10n.bundle ? vscode.env.language : 'en';
}
