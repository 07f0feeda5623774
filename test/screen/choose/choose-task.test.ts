import assert from 'node:assert/strict';
import { agencyFiles } from '../kit/agency-folder.js';
import { webUrlOf } from '../kit/cor-settings.js';
import { beginning, say, titled } from '../kit/spoken.js';
import { startEachTestClean } from '../kit/use-cor-workbench.js';
import { useSharedWindow } from '../kit/use-shared-window.js';

const { brief, logo, notes, proposal } = agencyFiles;

describe('choosing the task', () => {
	const cor = useSharedWindow('choose-task');
	startEachTestClean(cor);

	it('says while one types why something names no task, and takes no Enter for it', async () => {
		const { hands, sandbox } = cor();
		const { quickInput } = hands.bench;
		await hands.bench.explorer.shows(notes);
		await hands.attach(notes);
		await quickInput.asks(say('Attach {0} ({1})', notes, '45 bytes'));
		const wrong = [
			['-4101', say("This isn't a task number. Type a number such as 4101 or paste a task link.")],
			[`${webUrlOf(sandbox)}/projects/301`, say('This is a project link. Open the task in COR and paste its link.')],
			[
				'https://example.com/tasks/4101',
				say("This isn't a COR link. It must be at cor.works, projectcor.com or the web address in your settings."),
			],
			[`${webUrlOf(sandbox)}/reports`, say('This link has no task number.')],
		] as const;
		for (const [text, sentence] of wrong) {
			await hands.enter(text);
			await quickInput.item(sentence.split('. ')[0] ?? '').waitFor();
			assert.deepEqual(await quickInput.items(), [sentence]);
			await hands.bench.screenshot(`1-${wrong.findIndex(([each]) => each === text)}`);
			assert.deepEqual(await hands.bench.cutOff(['.quick-input-widget']), [], text);
		}
		await quickInput.escape();
		assert.equal(await hands.bench.notifications.count(), 0);
		// Whoever types slowly has titles searched for meanwhile.
		assert.ok(!sandbox.requests.some(({ path }) => /\/tasks\/\d/.test(path)));
	});

	it('says that there is no such task, and keeps the files for the right one', async () => {
		const { hands, sandbox } = cor();
		const { quickInput, notifications, explorer } = hands.bench;
		await hands.attach(notes, logo);
		await quickInput.asks(beginning('Attach {0} files ({1})', 2));
		await hands.type('9999');
		await quickInput.item(say("Task {0} doesn't exist or you can't access it.", 9999)).waitFor();
		await quickInput.accept();
		await hands.bench.screenshot('2-unknown-task');
		assert.deepEqual(await hands.bench.cutOff(['.quick-input-widget']), []);
		await hands.chooseTaskAndReview('4102', 'Guion del vídeo «Mañana fría»');
		await notifications.shows(say('Attached {0} files to {1}.', 2, '#4102 Guion del vídeo «Mañana fría»'));
		assert.deepEqual(cor().storedNames(4102), [logo, notes]);
		assert.deepEqual([...(await explorer.selected())].sort(), [logo, notes]);
		assert.ok(!sandbox.requests.some(({ method, path }) => method === 'POST' && path.includes('9999')));
	});

	it('offers the task of last time first: the menu and Enter are all it takes', async () => {
		const { hands } = cor();
		const { quickInput, notifications } = hands.bench;
		await hands.attach(proposal);
		await quickInput.highlighted('Guion del vídeo').waitFor();
		await hands.bench.screenshot('3-recent');
		await quickInput.accept();
		await notifications.shows(say('Attached {0} to {1}.', proposal, '#4102 Guion del vídeo «Mañana fría»'));
		assert.deepEqual(cor().storedNames(4102), [proposal]);
	});

	it('waits for the title of a number where Enter comes before it: nothing leaves for what nobody saw', async () => {
		const { hands, sandbox } = cor();
		const { notifications, quickInput } = hands.bench;
		sandbox.set({ latencyMs: 5_000 });
		await hands.attach(notes);
		await quickInput.asks(say('Attach {0}', notes));
		await hands.enter('4110');
		await quickInput.item(say('Loading task {0}…', 4110)).waitFor();
		await hands.bench.screenshot('4-number-before-its-title');
		await quickInput.highlighted('Maquetación').waitFor();
		assert.ok(!sandbox.requests.some(({ method, path }) => method === 'POST' && path.endsWith('/attachments')));
		sandbox.set({ latencyMs: 0 });
		await quickInput.accept();
		await notifications.shows(say('Attached {0} to {1}.', notes, '#4110 Maquetación de la página de inicio'));
		assert.deepEqual(cor().storedNames(4110), [notes]);
	});

	it('takes the address of a task', async () => {
		const { hands, sandbox } = cor();
		const { notifications } = hands.bench;
		await hands.attach(logo);
		await hands.chooseTask(`${webUrlOf(sandbox)}/tasks/4105?tab=files`, 'Apresentação para o cliente');
		await notifications.shows(say('Attached {0} to {1}.', logo, '#4105 Apresentação para o cliente'));
		assert.deepEqual(cor().storedNames(4105), [logo]);
	});

	it('is asked from the palette for the file of the active tab, a picture included', async () => {
		const { hands } = cor();
		const { commandPalette, explorer, notifications, statusBar } = hands.bench;
		await explorer.open(brief);
		await explorer.open(logo);
		await statusBar.item(/^\d+x\d+/).waitFor(); // a picture takes the focus when it is there
		await commandPalette.run(`COR: ${titled('command.attach')}`);
		await hands.chooseTask('4103', 'Piezas para redes');
		await notifications.shows(`${beginning('Attached {0} to {1}.', logo)}#4103`);
		assert.deepEqual(cor().storedNames(4103), [logo]);
	});

	it('is asked from the menu of a tab for that tab, active or not', async () => {
		const { hands } = cor();
		const { contextMenu, notifications, tabs } = hands.bench;
		await contextMenu.choose(tabs.tab(brief), titled('command.attach'));
		await hands.chooseTask('#4103', 'Piezas para redes');
		await notifications.shows(`${beginning('Attached {0} to {1}.', brief)}#4103`);
		assert.deepEqual(cor().storedNames(4103), [brief]);
	});
});
