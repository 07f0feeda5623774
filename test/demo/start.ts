import { startEditor } from '../host/start-editor.js';
import { packedExtension } from '../host/vsix.js';
import { keyInEnvironment, webUrlOf } from '../screen/kit/cor-settings.js';
import { wordsIn } from '../screen/kit/spoken.js';
import { setUpDemo } from './set-up.js';

/** Starts COR and an editor that is signed in to it. They go, with all their files, when this process is told to. */
async function main(): Promise<void> {
	const { sandbox, folder, settings } = await setUpDemo();
	const vsix = [await packedExtension()];
	const editor = await startEditor({ vsix, settings, env: keyInEnvironment(sandbox) });

	console.log(`\nVS Code  ${editor.urlOf(folder.dir)}`);
	console.log(`COR      ${webUrlOf(sandbox)}`);
	console.log(
		`Right-click files in the Explorer, "${wordsIn('en').title('command.attach')}", type 4101. Ctrl-C ends both.`,
	);
}

void main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
