import path from 'node:path';
import { findInstalledChromium } from './chromium.js';
import { canCompile, findProgram } from './programs.js';
import { runCommand } from './run-command.js';

/**
 * Gives a bare Debian machine what it lacks, when we are root there. Elsewhere only tells: an npm package has a Chromium
 * too, and plain JavaScript stands in for what would be compiled.
 */
export async function prepareMachine(): Promise<void> {
	const missing = [
		...(process.env.CHROME_PATH || findInstalledChromium() ? [] : ['Chromium']),
		...(findProgram('git') ? [] : ['Git']),
		...(canCompile() ? [] : ['a compiler (python3, make, g++)']),
	];
	if (missing.length === 0) {
		return;
	}
	console.log(`This machine has no ${missing.join(' and no ')}.`);
	if (process.getuid?.() !== 0 || !findProgram('apt-get')) {
		console.log('Going on with what the npm packages bring.');
		return;
	}
	console.log('Installing Debian packages …');
	await runCommand(path.join(__dirname, 'debian-packages.sh'), []).catch((error: Error) => {
		console.log(`${error.message}\nGoing on with what the npm packages bring.`);
	});
}
