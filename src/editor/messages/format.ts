import * as vscode from 'vscode';
import { plainText } from '../../attach/text/plain-text.js';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Writes sizes. To make a format takes longer than to use it a hundred times: it keeps them, for lists of thousands. */
export class SizeFormat {
	readonly #formats = new Map<string, Intl.NumberFormat>();

	/** A size as people of the display language write it, e.g. `2,4 MB`. */
	write(bytes: number): string {
		const power = bytes < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
		const value = bytes / 1_000 ** power;
		return this.#formatOf(power, value < 10 && power > 0 ? 1 : 0).format(value);
	}

	#formatOf(power: number, maximumFractionDigits: number): Intl.NumberFormat {
		const key = `${power} ${maximumFractionDigits}`;
		const format =
			this.#formats.get(key) ??
			new Intl.NumberFormat(language(), {
				style: 'unit',
				unit: units[power] ?? 'byte',
				unitDisplay: power === 0 ? 'long' : 'short',
				maximumFractionDigits,
			});
		this.#formats.set(key, format);
		return format;
	}
}

/** A size as people of the display language write it, e.g. `2,4 MB`. */
export function formatBytes(bytes: number): string {
	return new SizeFormat().write(bytes);
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
