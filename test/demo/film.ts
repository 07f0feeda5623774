import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectDir } from '../host/paths.js';
import { noteMadeFrom } from '../project/kit/made-from.js';
import { agencyFiles } from '../screen/kit/agency-folder.js';
import { keyInEnvironment } from '../screen/kit/cor-settings.js';
import { takeItem } from '../screen/kit/menus/menu-item.js';
import { wordsIn } from '../screen/kit/spoken.js';
import { openWorkbench, type Workbench } from '../screen/kit/workbench.js';
import { FilmStrip } from './film-strip.js';
import { Pointer } from './pointer.js';
import { type DemoSetUp, setUpDemo } from './set-up.js';
import { widenSideBar } from './side-bar.js';

const { notes, proposal, video } = agencyFiles;
const campaign = 'Diseño de la campaña de invierno';
const film = 'media/film.gif';
const uploadBytesPerSecond = 3_000_000; // slow enough to be seen on the way
const shownPercents = [10, 30, 50, 70, 90];
const { title } = wordsIn('en');

/** Films how two files are attached and looked at, for the top of the README. */
async function main(): Promise<void> {
	const setUp = await setUpDemo();
	const { sandbox, folder, settings, close } = setUp;
	const { bench, close: closeWorkbench } = await openWorkbench({
		suite: 'film',
		folder: folder.dir,
		settings: { ...settings, 'workbench.hover.delay': 60_000 },
		env: keyInEnvironment(sandbox),
		width: 960,
		height: 560,
	});
	try {
		const strip = new FilmStrip(bench.page);
		await start(bench);
		await play(setUp, bench, strip);
		const gif = strip.develop();
		await writeFile(path.join(projectDir, film), gif);
		noteMadeFrom(new Map([[film, strip.lines]]), () => true);
		console.log(`${film}: ${gif.length} bytes. Look at it`);
	} catch (error) {
		await bench.screenshot('failed');
		throw error;
	} finally {
		await closeWorkbench();
		await close();
	}
}

/** Has the extension started, and the tasks known, before somebody looks. */
async function start({ contextMenu, explorer, page, quickInput }: Workbench): Promise<void> {
	await explorer.shows(notes);
	await contextMenu.choose(explorer.row(notes), title('command.attach'));
	await quickInput.item(campaign).first().waitFor();
	await quickInput.escape();
	await explorer.select([]);
	await widenSideBar(page, 490); // the result appears right of it
}

async function play({ sandbox }: DemoSetUp, bench: Workbench, strip: FilmStrip): Promise<void> {
	const { attachments, contextMenu, explorer, notifications, page, quickInput } = bench;
	const pointer = await Pointer.of(page, strip);
	await strip.still(500);
	for (const name of [proposal, video]) {
		await pointer.moveTo(explorer.row(name));
		await pointer.press({ holding: 'Control' });
		await explorer.row(name).and(page.locator('[aria-selected=true]')).waitFor();
		await strip.still(150);
	}
	await pointer.press({ button: 'right' });
	const item = contextMenu.item(title('command.attach'));
	await item.waitFor();
	await strip.still(400);
	await pointer.moveTo(item);
	await strip.still(250);
	await takeItem(item, title('command.attach'));

	await quickInput.item(campaign).first().waitFor();
	await strip.still(900);
	while (!(await quickInput.highlighted(campaign).first().isVisible())) {
		await page.keyboard.press('ArrowDown');
		await strip.still(250);
	}
	await strip.still(300);
	await quickInput.accept();
	await quickInput.box(video).waitFor();
	await strip.still(1_300);

	sandbox.set({ uploadBytesPerSecond });
	await quickInput.accept();
	const result = notifications.result(campaign);
	const percent = async () => Number(/(\d+)\s?%/.exec((await notifications.texts()).join(' '))?.[1] ?? 0);
	for (const shown of shownPercents) {
		while ((await percent()) < shown && !(await result.isVisible())) {
			await page.waitForTimeout(50); // the film stands still meanwhile
		}
		if (!(await result.isVisible())) {
			await strip.still(240);
		}
	}
	await result.waitFor();
	await strip.still(1_300);

	await pointer.moveTo(attachments.pane.locator('.pane-header'));
	await pointer.press();
	await attachments.row(video).first().waitFor();
	await attachments.row(proposal).first().waitFor();
	await strip.still(2_200);
	await bench.screenshot('last');
}

void main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
