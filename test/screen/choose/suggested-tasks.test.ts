import assert from 'node:assert/strict';
import { type SeedTask, tasks } from '../../sandbox/seed.js';
import { agencyFiles } from '../kit/agency-folder.js';
import { beginning, firstSentence, say } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const { brief, notes } = agencyFiles;
const ofBranch = { id: 4110, title: 'Maquetación de la página de inicio' };
const typingPauseMs = 250; // after which a title is searched for
const shownInPick = ['.quick-input-widget'];

describe('the task with nothing typed', () => {
	const cor = useCorWorkbench({
		suite: 'suggested-tasks',
		hasKey: true,
		branch: 'feature/4110-maquetacion',
	});
	startEachTestClean(cor);
	beforeEach('open a file', async () => {
		const { explorer, page } = cor().hands.bench;
		await page.locator('.statusbar-item', { hasText: 'feature/4110-maquetacion' }).waitFor();
		await explorer.shows(brief);
		// In the explorer the key means what is selected there, and while the focus goes from there to the editor, nothing.
		const focused = page.locator('.monaco-editor.focused :focus');
		if ((await focused.count()) === 0) {
			await explorer.open(brief);
			await focused.waitFor({ state: 'attached' });
		}
	});

	const due = (date: string) => say('due {0}', date);
	const openPick = () => cor().hands.bench.page.keyboard.press('Shift+Alt+U');
	const uploads = () =>
		cor().sandbox.requests.filter(({ method, path: to }) => method === 'POST' && to.endsWith('/attachments'));

	it('is that of the branch, and after it my tasks by deadline', async () => {
		const { hands } = cor();
		const { notifications, quickInput } = hands.bench;
		await openPick();
		await quickInput.item('Piezas para redes').waitFor();
		await quickInput.highlighted(ofBranch.title).waitFor();
		await hands.bench.screenshot('1-branch');
		assert.deepEqual(await hands.bench.cutOff(shownInPick), []);
		assert.deepEqual(await quickInput.headings(), [say('Git branch'), say('my tasks')]);
		const rows = await quickInput.items();
		assert.match(
			rows[0] ?? '',
			new RegExp(
				`^Maquetación .*#4110 · Rediseño web & tienda · Señal & Hijos .*${say('in progress')} · ${due('Dec 2, 2026')}`,
			),
		);
		assert.match(rows[1] ?? '', new RegExp(`^Piezas para redes.*${say('in review')} · ${due('Nov 30, 2026')}`));
		assert.match(rows[2] ?? '', new RegExp(`^Apresentação .*${due('Dec 1, 2026')}`));
		await quickInput.accept();
		await notifications.shows(say('Attached {0} to {1}.', brief, `#4110 ${ofBranch.title}`));
		assert.deepEqual(cor().storedNames(4110), [brief]);
	});

	it('takes two keystrokes: the default key and Enter', async () => {
		const { notifications, page, quickInput } = cor().hands.bench;
		await page.evaluate(watchKeys);
		await openPick();
		await quickInput.highlighted(ofBranch.title).waitFor();
		await page.keyboard.press('Enter');
		await notifications.shows(say('Attached {0} to {1}.', brief, `#4110 ${ofBranch.title}`));
		assert.equal(await page.evaluate('window.keysPressed'), 2);
		assert.deepEqual(cor().storedNames(4110), [brief]);
	});

	it('is there before any answer, however slow COR is', async () => {
		const { hands, sandbox } = cor();
		const { page, quickInput } = hands.bench;
		sandbox.set({ latencyMs: 20_000 });
		await page.evaluate(watchRow);
		await openPick();
		await quickInput.highlighted(ofBranch.title).waitFor();
		const tookMs = Number(await page.evaluate('window.rowAfterMs'));
		console.log(`      on screen ${tookMs.toFixed(0)} ms after the key`);
		assert.ok(sandbox.requests.every(({ state }) => state === 'open'));
		await hands.bench.screenshot('2-slow');
		await quickInput.escape();
		await sandbox.settled();
	});

	it('can be pinned and unpinned, and pinned ones come before the recent ones', async () => {
		const { hands } = cor();
		const { page, quickInput } = hands.bench;
		await openPick();
		await quickInput.item('Apresentação').waitFor();
		await hands.type('4105');
		await quickInput.highlighted('Apresentação').waitFor();
		await quickInput.pressButton(say('Pin to This Workspace'));
		await quickInput
			.item('Apresentação')
			.getByRole('button', { name: say('Unpin') })
			.waitFor();
		await quickInput.escape();

		await openPick();
		await quickInput.item('Piezas para redes').waitFor();
		assert.deepEqual(await quickInput.headings(), [say('Git branch'), say('pinned'), say('my tasks')]);
		assert.match((await quickInput.items())[1] ?? '', /^Apresentação/);
		await hands.bench.screenshot('3-pinned');
		await page.keyboard.press('ArrowDown');
		await quickInput.highlighted('Apresentação').waitFor();
		await quickInput.pressButton(say('Unpin'));
		await quickInput
			.item('Apresentação')
			.getByRole('button', { name: say('Pin to This Workspace') })
			.waitFor();
		assert.deepEqual(await quickInput.headings(), [say('Git branch'), say('my tasks')]);
		await quickInput.escape();
	});

	it('is found by its title, and two of one title by their number', async () => {
		const { hands, sandbox } = cor();
		const { page, quickInput } = hands.bench;
		const like = tasks.find(({ id }) => id === 4102);
		assert.ok(like);
		sandbox.set({ tasks: [...tasks, { ...like, id: 4202, projectId: 302, status: 'finalizada' }] });
		await openPick();
		await quickInput.item('Piezas para redes').waitFor();
		const startedMs = performance.now();
		await hands.type('manana fria');
		await quickInput.item('#4202').waitFor();
		const pauses = Math.floor((performance.now() - startedMs) / typingPauseMs);
		await hands.bench.screenshot('4-search');
		assert.deepEqual(await hands.bench.cutOff(shownInPick), []);
		assert.deepEqual(await quickInput.items(), [
			`Guion del vídeo «Mañana fría»#4102 · Campaña de invierno · Café del Sur ${say('new')} · ${due('Dec 9, 2026')}`,
			`Guion del vídeo «Mañana fría»#4202 · Lançamento do aplicativo · Banco Maré ${say('finished')} · ${due('Dec 9, 2026')}`,
		]);
		await quickInput.highlighted('#4102').waitFor();
		await page.keyboard.press('ArrowDown');
		await quickInput.highlighted('#4202').waitFor();
		await quickInput.accept();
		await hands.bench.notifications.shows(`${beginning('Attached {0} to {1}.', brief)}#4202`);
		assert.deepEqual(cor().storedNames(4202), [brief]);
		const searches = sandbox.requests.filter(({ path: to }) => to.includes('search-by-title')).length;
		assert.ok(searches <= pauses, `${searches} searches in the time of ${pauses} pauses`); // not one for each letter
	});

	it('is found without accents among my tasks, before COR answers and after it', async () => {
		const { hands, sandbox } = cor();
		const { quickInput } = hands.bench;
		await openPick();
		await quickInput.item('Piezas para redes').waitFor();
		for (const latencyMs of [20_000, 0]) {
			sandbox.set({ latencyMs });
			for (const [words, task] of [
				['diseno campana', 'Diseño de la campaña de invierno'],
				['MAQUETACION', ofBranch.title],
				['lancamento versao', 'Vídeo de lançamento (versão curta)'],
			] as const) {
				await hands.type(words);
				await quickInput.highlighted(task).waitFor();
			}
		}
		await hands.bench.screenshot('6-without-accents');
		await quickInput.escape();
		await sandbox.settled();
	});

	it('says that no title holds what is typed', async () => {
		const { hands } = cor();
		const { quickInput } = hands.bench;
		await openPick();
		await quickInput.item('Piezas para redes').waitFor();
		await hands.type('no hay tal cosa');
		await quickInput
			.item(firstSentence(say('No task title contains this. Try another word, a number such as 4101 or a task link.')))
			.waitFor();
		await hands.bench.screenshot('5-nothing-found');
		assert.deepEqual(await hands.bench.cutOff(shownInPick), []);
		await quickInput.accept();
		await quickInput.escape();
		assert.deepEqual(uploads(), []);
	});

	it('is still offered offline, and nothing leaves', async () => {
		const { hands, sandbox } = cor();
		const { quickInput } = hands.bench;
		sandbox.failNext({ times: 1_000 }, { kind: 'reset-early' });
		const lost = firstSentence(say('Lost the connection to COR. Check your network or proxy.'));
		await openPick();
		await quickInput.item(lost).waitFor();
		await quickInput.highlighted(ofBranch.title).waitFor();
		await hands.bench.screenshot('6-offline');
		assert.deepEqual(await hands.bench.cutOff(shownInPick), []);
		await quickInput.accept();
		await quickInput.item(lost).nth(1).waitFor();
		await quickInput.escape();
		assert.deepEqual(uploads(), []);
	});

	const hasChanged = firstSentence(say('This task has changed. Check it, then press Enter to choose it.'));
	for (const [what, change, sentence] of [
		['is gone', undefined, say("Task {0} doesn't exist or you can't access it.", 4110)],
		['is finished', { status: 'finalizada' }, hasChanged],
		['is another one', { title: 'Otra cosa' }, hasChanged],
	] as const) {
		it(`is not sent to where it ${what} by the time of Enter`, async () => {
			const { hands, sandbox } = cor();
			const { quickInput } = hands.bench;
			await openPick();
			await quickInput.item('Piezas para redes').waitFor();
			await quickInput.highlighted(ofBranch.title).waitFor();
			sandbox.set({ tasks: tasks.flatMap(task => (task.id === 4110 ? changed(task, change) : task)) });
			await quickInput.accept();
			await quickInput.item(sentence).waitFor();
			await hands.bench.screenshot(`7-${what.replaceAll(' ', '-')}`);
			assert.deepEqual(await hands.bench.cutOff(shownInPick), []);
			assert.deepEqual(uploads(), []);
			if (change) {
				await quickInput.highlighted('#4110').waitFor();
				await quickInput.accept();
				await hands.bench.notifications.shows(`${beginning('Attached {0} to {1}.', brief)}#4110`);
				return;
			}
			await quickInput.escape();
		});
	}
});

describe('the task with nothing typed, signed out', () => {
	const cor = useCorWorkbench({
		suite: 'suggested-signed-out',
		branch: 'COR-4110',
	});
	startEachTestClean(cor);

	it('is offered by its number; it is shown by its title before anything leaves', async () => {
		const { hands, sandbox } = cor();
		const { explorer, notifications, page, quickInput } = hands.bench;
		await explorer.shows(notes);
		await explorer.open(notes);
		await page.locator('.monaco-editor.focused').waitFor();
		await page.locator('.statusbar-item', { hasText: 'COR-4110' }).waitFor();
		await page.keyboard.press('Shift+Alt+U');
		await quickInput.item(say('Sign in to COR to see your tasks')).waitFor();
		await quickInput.highlighted('#4110').waitFor();
		await hands.bench.screenshot('1-signed-out');
		assert.deepEqual(await hands.bench.cutOff(shownInPick), []);
		await quickInput.accept();
		await hands.signIn(sandbox.credentials);
		await quickInput.highlighted(ofBranch.title).waitFor();
		await hands.bench.screenshot('2-signed-in');
		assert.deepEqual(sandbox.attachments(4110), []);
		await quickInput.accept();
		await notifications.shows(say('Attached {0} to {1}.', notes, `#4110 ${ofBranch.title}`));
	});
});

function changed(task: SeedTask, change: Partial<SeedTask> | undefined): readonly SeedTask[] {
	return change ? [{ ...task, ...change }] : [];
}

/** Counts the keys that are pressed, a key with its modifiers as one. */
const watchKeys = `(() => {
	window.keysPressed = 0;
	const modifiers = ['Control', 'Alt', 'Shift', 'Meta'];
	window.addEventListener('keydown', event => { window.keysPressed += modifiers.includes(event.key) ? 0 : 1; }, true);
})()`;

/** Measures from the next key to the first row of a quick pick that is drawn. */
const watchRow = `(() => {
	window.addEventListener('keydown', event => {
		if (['Control', 'Alt', 'Shift', 'Meta'].includes(event.key)) {
			return;
		}
		const pressedMs = performance.now();
		const look = () => {
			const row = document.querySelector('.quick-input-widget:not([style*="display: none"]) .quick-input-list .monaco-list-row');
			if (row && row.getBoundingClientRect().height > 0) {
				window.rowAfterMs = performance.now() - pressedMs;
			} else {
				requestAnimationFrame(look);
			}
		};
		look();
	}, { capture: true });
})()`;
