import assert from 'node:assert/strict';
import { signIn } from '../../cor/kit/connect.js';
import { Handles } from '../../cor/kit/parts.js';
import { agencyFiles } from '../kit/agency-folder.js';
import { ofReview } from '../kit/hands.js';
import { Keyboard } from '../kit/keyboard.js';
import { beginning, like, say } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';
import { useLine } from '../kit/use-line.js';

const { brief, logo, notes } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const oneWayMs = 500; // far enough for a slow machine to click twice within a round trip
/** How long a button of the mouse is held: clicks that come at once would be told at once. */
const pressMs = 60;
/** Some round trips: a review that turned its own check marks would do so in each of them. */
const settledMs = 8 * oneWayMs;
const { signal } = new AbortController();

describe('the review of an editor that is far away', () => {
	const cor = useCorWorkbench({ suite: 'far-away', hasKey: true });
	const line = useLine(cor);
	startEachTestClean(cor);
	beforeEach('put files of other contents on the task', async () => {
		const elsewhere = signIn(cor().sandbox);
		for (const name of [logo, notes]) {
			await elsewhere.upload(4101, [new Handles().part(name, 'De otra parte.')], { signal });
		}
	});

	const versions = () =>
		cor()
			.sandbox.attachments(4101)
			.map(({ originalname }) => originalname)
			.sort();

	/** Opens the review of these files, from which on the line is long. Returns where their boxes are, and then OK. */
	async function review(...names: readonly string[]) {
		const { hands } = cor();
		const { page, quickInput } = hands.bench;
		await hands.bench.explorer.shows(notes);
		await hands.attach(...names);
		await hands.takeTask('4101', title);
		await quickInput.asks(ofReview);
		const ok = page.locator('.quick-input-widget').getByRole('button', { name: 'OK' });
		const places = await Promise.all(
			[...names.map(name => quickInput.box(name)), ok].map(async what => {
				const box = await what.boundingBox();
				assert.ok(box);
				return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
			}),
		);
		line().setDelay(oneWayMs);
		return places;
	}

	/** Clicks there, faster than the editor can answer. */
	async function click(
		...places: readonly ({ readonly x: number; readonly y: number } | null | undefined)[]
	): Promise<void> {
		for (const place of places) {
			assert.ok(place);
			await cor().hands.bench.page.mouse.click(place.x, place.y, { delay: pressMs });
		}
	}

	it('counts, shows and sends two files on the task that are checked quickly, and turns nothing by itself', async () => {
		const { bench } = cor().hands;
		const { notifications, quickInput } = bench;
		const [logoBox, notesBox] = await review(logo, notes, brief);
		await click(logoBox, notesBox);
		const all = like('Attach {0} files ({1}) to {2}', 3, /.*/, '#');
		await quickInput.asks(all);
		const shown = await bench.page.evaluate<readonly string[]>(titles);
		assert.deepEqual(
			shown.filter(each => !all.test(each)),
			[],
		);
		assert.deepEqual(await quickInput.ticked(), [brief, logo, notes]);
		await quickInput.ok();
		await notifications.shows(say('Attached {0} files to {1}.', 3, task));
		assert.deepEqual(versions(), [brief, logo, logo, notes, notes]);
	});

	it('sends nothing by a second Enter on the row of the options', async () => {
		const { hands, sandbox } = cor();
		const { page, quickInput } = hands.bench;
		await review(logo, notes, brief);
		await new Keyboard(hands.bench).until(new RegExp(say('Options…')), 'ArrowDown');
		await page.keyboard.press('Enter');
		await page.keyboard.press('Enter');
		await quickInput.asks(like('Options for {0}', '#'));
		await quickInput.escape();
		await quickInput.asks(ofReview); // it would be gone if the second Enter had sent
		assert.deepEqual(
			sandbox.requests.filter(({ method, path }) => method === 'POST' && path === '/tasks/4101/attachments').length,
			2,
		);
		await quickInput.escape();
	});

	it('takes two options that are chosen quickly, whatever the first has changed', async () => {
		const { hands } = cor();
		const { page, quickInput } = hands.bench;
		await review(logo, notes, brief);
		line().setDelay(1);
		await quickInput.tick(logo);
		await quickInput.asks(like('Attach {0} of {1} files ({2}) to {3}', 2, 3, /.*/, '#')); // two can be an archive
		await quickInput.press(say('Options…'));
		const hidden = quickInput.item(say('Hidden in COR'));
		await hidden.waitFor();
		const archive = quickInput.item(like('One archive: {0}'));
		const places = await Promise.all([archive, hidden].map(row => row.boundingBox()));
		line().setDelay(oneWayMs);
		await click(...places.map(box => box && { x: box.x + box.width / 2, y: box.y + box.height / 2 }));
		const current = page.getByText(say('current'));
		await archive.filter({ has: current }).waitFor();
		await hidden.filter({ has: current }).waitFor();
		await hands.bench.screenshot('1-options');
		await quickInput.escape();
	});

	it('takes two quick clicks on a choice of a row as one', async () => {
		const { bench } = cor().hands;
		const { notifications, quickInput } = bench;
		await review(logo, notes, brief);
		const row = quickInput.item(logo);
		await row.hover();
		const asVersion = await row.getByRole('button', { name: say('Attach as Version {0}', 2) }).boundingBox();
		assert.ok(asVersion);
		const at = { x: asVersion.x + asVersion.width / 2, y: asVersion.y + asVersion.height / 2 };
		await click(at, at);
		await row.filter({ hasText: say('new version {0}', 2) }).waitFor();
		await quickInput.ok();
		await notifications.shows(beginning('Attached {0} files to {1}.', 2, task));
		assert.deepEqual(versions(), [brief, logo, notes]); // the logo is no separate file
	});

	it('sends no file that was unchecked just before OK', async () => {
		const { notifications } = cor().hands.bench;
		const [notesBox, ok] = await review(notes);
		await click(notesBox, notesBox, ok);
		await notifications.shows(beginning('Nothing was attached to {0}.', task));
		assert.deepEqual(versions(), [logo, notes]);
	});
});

/** For the page: the titles that a question has in that time, in the order in which they came. */
const titles = `(async () => {
	const at = document.querySelector('.quick-input-title');
	const titles = [at.textContent];
	const observer = new MutationObserver(() => titles.push(at.textContent));
	observer.observe(at, { childList: true, characterData: true, subtree: true });
	await new Promise(resolve => setTimeout(resolve, ${settledMs}));
	observer.disconnect();
	return titles;
})()`;
