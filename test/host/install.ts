import { editors } from './editors.js';
import { installEditor } from './install-editor.js';

async function main(): Promise<void> {
	for (const editor of editors) {
		const { dir } = await installEditor(editor);
		console.log(`VS Code ${editor.name} is in ${dir}`);
	}
}

void main().catch(error => {
	console.error(error);
	process.exitCode = 1;
});
