import { appendFileSync, cpSync, existsSync, lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';

/**
 * Names the folder in which a run of all suites keeps what was written while they ran, for the search for credentials at
 * its end. Where it is not set, nothing is kept.
 */
export const keepVariable = 'KEEP_WRITTEN';

/** Whether this run keeps what is written. */
export function isKept(): boolean {
	return process.env[keepVariable] !== undefined;
}

/** What was written, one folder for each kind. */
export function writtenDir(dir: string): string {
	return path.join(dir, 'written');
}

/** The credentials that were used, outside of what is searched. */
export function credentialsDir(dir: string): string {
	return path.join(dir, 'credentials');
}

/** Notes credentials that are used from now on. */
export function noteCredentials(...secrets: readonly string[]): void {
	const dir = process.env[keepVariable];
	if (dir) {
		mkdirSync(credentialsDir(dir), { recursive: true });
		const lines = secrets.map(secret => `${JSON.stringify(secret)}\n`);
		appendFileSync(path.join(credentialsDir(dir), `${process.pid}.txt`), lines.join(''));
	}
}

/** Keeps a text that somebody was given, such as a receipt. */
export function keepText(kind: 'receipts' | 'clipboards' | 'consoles' | 'reports', text: string): void {
	const dir = process.env[keepVariable];
	if (dir) {
		const folder = path.join(writtenDir(dir), kind);
		mkdirSync(folder, { recursive: true });
		appendFileSync(path.join(folder, `${process.pid}.txt`), `${text}\n`);
	}
}

/** Keeps the files below `folder`. */
export function keepProfile(folder: string): void {
	const dir = process.env[keepVariable];
	if (dir && existsSync(folder)) {
		const isPlain = (file: string): boolean => lstatSync(file).isFile() || lstatSync(file).isDirectory();
		cpSync(folder, freeName(path.join(writtenDir(dir), 'profiles', `${path.basename(folder)}-${process.pid}`)), {
			recursive: true,
			filter: isPlain, // no sockets
		});
	}
}

/** Keeps what the pages have stored: an editor in the browser has the state of its extensions there. */
export async function keepBrowser(context: BrowserContext): Promise<void> {
	const dir = process.env[keepVariable];
	if (dir) {
		const folder = path.join(writtenDir(dir), 'browsers');
		mkdirSync(folder, { recursive: true });
		const state = await context.storageState({ indexedDB: true });
		writeFileSync(freeName(path.join(folder, `${process.pid}`)), JSON.stringify(state, null, '\t'));
	}
}

function freeName(wanted: string): string {
	for (let turn = 1; ; turn += 1) {
		const name = `${wanted}-${turn}`;
		if (!existsSync(name)) {
			return name;
		}
	}
}
