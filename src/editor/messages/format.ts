import * as vscode from 'vscode';
import { plainText } from '../../attach/text/plain-text.js';
import { SizeFormat } from '../../attach/text/size-format.js';

/** Formats sizes in the display language. */
export function sizeFormat(): SizeFormat {
	return new SizeFormat(language());
}

/** A size in the display language, e.g. `2,4 MB`. */
export function formatBytes(bytes: number): string {
	return sizeFormat().write(bytes);
}

/** A number in the display language, e.g. `10.000`. */
export function formatCount(count: number): string {
	// All supported languages write these alike, and a window's first number format takes milliseconds.
	return Number.isInteger(count) && count >= 0 && count < 1_000
		? String(count)
		: new Intl.NumberFormat(language()).format(count);
}

/** A percentage in the display language, e.g. `45 %`. */
export function formatPercent(percent: number): string {
	return new Intl.NumberFormat(language(), { style: 'percent' }).format(percent / 100);
}

/** A date and time in the display language. Text that isn't a date is returned as plain text. */
export function formatDate(text: string): string {
	const date = new Date(text);
	if (Number.isNaN(date.getTime())) {
		return plainText(text, 40);
	}
	// A day without a time is that day everywhere, and JavaScript takes it for its midnight in UTC.
	const zone = /^\d{4}-\d{2}-\d{2}$/.test(text.trim()) ? { timeZone: 'UTC' } : {};
	return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', ...zone }).format(date);
}

/** A time (epoch milliseconds) in the display language, with the date if it is another day. */
export function formatTime(at: number): string {
	const date = new Date(at);
	const isToday = date.toDateString() === new Date().toDateString();
	return new Intl.DateTimeFormat(language(), {
		timeStyle: 'short',
		...(!isToday && { dateStyle: 'medium' }),
	}).format(date);
}

/** The extension's language: the editor's if it is supported, otherwise English. Also used for numbers. */
function language(): string {
	return vscode.l10n.bundle ? vscode.env.language : 'en';
}
