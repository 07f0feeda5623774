import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { findProgram } from './programs.js';

/** A Chromium to drive: `CHROME_PATH`, else one on this machine, else the one that an npm package ships. */
export async function findChromium(): Promise<string> {
	const chosen = process.env.CHROME_PATH;
	if (chosen) {
		if (!existsSync(chosen)) {
			throw new Error(`CHROME_PATH names ${chosen}, and there is no such file.`);
		}
		return chosen;
	}
	return findInstalledChromium() ?? chromium.executablePath();
}

export function findInstalledChromium(): string | undefined {
	return findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
}
