import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ofReview } from '../kit/hands.js';
import { say, titled } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const title = 'Diseño de la campaña de invierno';

/** As docs/automation.md shows it. */
const tasks = {
	version: '2.0.0',
	tasks: [
		{
			label: 'construir',
			type: 'process',
			command: 'sh',
			args: ['-c', 'printf zip > dist/entrega.zip'],
			problemMatcher: [],
		},
		{
			label: 'entregar',
			type: 'process',
			command: 'sh',
			// biome-ignore lint/suspicious/noTemplateCurlyInString: it is the editor that fills it in
			args: ['-c', 'echo "${input:adjuntos}" > ids.txt'],
			dependsOn: 'construir',
			problemMatcher: [],
		},
	],
	inputs: [
		{
			id: 'adjuntos',
			type: 'command',
			command: 'corAttachments.attachForTask',
			args: { task: 4101, globs: ['dist/*.zip'] },
		},
	],
};

describe('a task of tasks.json', () => {
	// Signed in by hand: the editor writes the environment of what it starts for a task into its own log.
	const cor = useCorWorkbench({
		suite: 'tasks-json',
		prepare: folder => {
			mkdirSync(folder.pathOf('dist'));
			writeFileSync(folder.pathOf('dist/entrega.map'), 'map');
			mkdirSync(folder.pathOf('.vscode'));
			writeFileSync(folder.pathOf('.vscode/tasks.json'), JSON.stringify(tasks));
		},
	});
	startEachTestClean(cor);

	it('shows what its globs match of what another task has built, sends what the person leaves ticked, and gets the ids', async () => {
		const { hands, folder, sandbox } = cor();
		const { commandPalette, explorer, notifications, quickInput } = hands.bench;
		await explorer.shows('dist');
		await commandPalette.run(`COR: ${titled('command.signIn')}`);
		await hands.signIn(sandbox.credentials);
		await quickInput.isClosed();

		await commandPalette.runFor('Tasks: Run Task', 'entregar');
		await quickInput.choose('entregar');
		await quickInput.asks(say('Attach {0} ({1})', 'entrega.zip', '3 bytes'));
		await quickInput.highlighted(title).waitFor();
		await quickInput.accept();
		await quickInput.asks(ofReview); // also for one plain small file
		await hands.bench.screenshot('1-review');
		await quickInput.accept();
		await notifications.shows(say('Attached {0} to {1}.', 'entrega.zip', `#4101 ${title}`));

		const ids = await contentsOf(folder.pathOf('ids.txt'));
		assert.equal(ids, `${sandbox.attachments(4101)[0]?.id}\n`);
		await hands.bench.screenshot('2-ids');
	});
});

/** What is in a file, as soon as there is something in it. */
async function contentsOf(file: string): Promise<string> {
	const changes = watch(path.dirname(file));
	try {
		while (!existsSync(file) || readFileSync(file, 'utf8') === '') {
			await new Promise(resolve => changes.once('change', resolve));
		}
		return readFileSync(file, 'utf8');
	} finally {
		changes.close();
	}
}
