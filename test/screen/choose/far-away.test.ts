import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { agencyFiles } from '../kit/agency-folder.js';
import { like, say } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';
import { useLine } from '../kit/use-line.js';

const { notes } = agencyFiles;
const oneWayMs = 500; // far enough for a slow machine to click twice within a round trip
const pressMs = 60;

describe('the task of an editor that is far away', () => {
	const cor = useCorWorkbench({ suite: 'choose-far-away', hasKey: true });
	const line = useLine(cor);
	startEachTestClean(cor);

	const openPick = async () => {
		const { hands } = cor();
		await hands.bench.explorer.shows(notes);
		await hands.attach(notes);
		await hands.bench.quickInput.asks(like('Attach {0}'));
	};

	it('is pinned by a click on its row, though the row is another by the time of the click', async () => {
		const { hands } = cor();
		const { quickInput } = hands.bench;
		await openPick();
		const row = quickInput.item('Apresentação');
		await row.waitFor();
		line().setDelay(oneWayMs);
		await hands.type('4105'); // with it the extension makes the rows anew, which takes a round trip to be seen
		await quickInput.pressButton(say('Pin to This Workspace'));
		await row.getByRole('button', { name: say('Unpin') }).waitFor();
		await hands.bench.screenshot('1-pinned');
		await quickInput.escape();
	});

	for (const [typed, shown] of [
		['-4101', say("This isn't a task number. Type a number such as 4101 or paste a task link.").split('. ')[0] ?? ''],
		['Guion del', '#4102'],
	] as const) {
		it(`is not one that was there before "${typed}" was typed, if Enter comes before the rows for that`, async () => {
			const { hands, sandbox } = cor();
			const { quickInput } = hands.bench;
			await openPick();
			const highlighted = await quickInput.highlighted(/./).first().innerText();
			assert.ok(!highlighted.includes(shown), highlighted);
			line().setDelay(oneWayMs);

			await hands.enter(typed);

			await quickInput.item(shown).first().waitFor();
			await sandbox.settled();
			assert.ok(!sandbox.requests.some(({ path }) => /\/tasks\/\d/.test(path)));
			assert.equal(await quickInput.input.inputValue(), typed);
			line().setDelay(1);
			await quickInput.escape();
		});
	}

	it('stays pinned after a second click that comes before the first is seen to be taken', async () => {
		const { hands } = cor();
		const { page, quickInput } = hands.bench;
		await openPick();
		await hands.type('4104');
		const row = quickInput.item('#4104');
		await row.and(page.locator('.focused')).waitFor();
		line().setDelay(oneWayMs);
		const pin = await row.getByRole('button', { name: say('Pin to This Workspace') }).boundingBox();
		assert.ok(pin);
		await page.mouse.click(pin.x + pin.width / 2, pin.y + pin.height / 2, { delay: pressMs });
		const clickedAt = performance.now();
		await page.mouse.down();
		// The second click ends when the first has come to the editor and its answer is on the way back.
		await delay(Math.max(0, clickedAt + 3 * oneWayMs - performance.now()));
		await page.mouse.up();
		await row.getByRole('button', { name: say('Unpin') }).waitFor();
		await quickInput.escape();
		line().setDelay(1);

		await openPick();
		await quickInput.item('#4104').waitFor();
		assert.ok((await quickInput.headings()).includes(say('pinned')));
		await quickInput.escape();
	});
});
