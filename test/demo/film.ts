import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { projectDir } from '../host/paths.js';
import { agencyFiles } from '../screen/kit/agency-folder.js';
import { keyInEnvironment } from '../screen/kit/cor-settings.js';
import { Hands, ofReview } from '../screen/kit/hands.js';
import { openWorkbench } from '../screen/kit/workbench.js';
import { FilmStrip } from './film-strip.js';
import { Pointer } from './pointer.js';
import { setUpDemo } from './set-up.js';

const { proposal, video } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const film = path.join(projectDir, 'media/film.gif');
const readMs = 1_500; // what somebody who sees it for the first time takes to read
const uploadBytesPerSecond = 9_000_000;

/** Films how two files are attached, at the speed at which it happens, for the top of the README. */
async function main(): Promise<void> {
	const { sandbox, folder, settings, close } = await setUpDemo();
	const env = keyInEnvironment(sandbox);
	const quiet = { 'workbench.hover.delay': 60_000 };
	const { bench, close: closeWorkbench } = await openWorkbench({
		suite: 'film',
		folder: folder.dir,
		settings: { ...settings, ...quiet },
		env,
		width: 960,
		height: 600,
	});
	try {
		const { explorer, contextMenu, notifications, quickInput, page } = bench;
		const hands = new Hands(bench);
		// The extension is started, and the task known, before somebody looks.
		await explorer.shows(proposal);
		await hands.attach(agencyFiles.notes);
		await hands.chooseTask('4101', title);
		await notifications.shows(/Attached .* to /);
		await notifications.dismissAll();
		await explorer.select([]);
		sandbox.set({ uploadBytesPerSecond });

		const pointer = await Pointer.of(page);
		await pointer.moveTo(page.locator('.editor-group-container').first());
		const strip = await FilmStrip.of(page);
		await delay(readMs);
		await pointer.click(explorer.row(proposal), { holding: 'Control' });
		await pointer.click(explorer.row(video), { holding: 'Control' });
		await pointer.click(explorer.row(video), { button: 'right' });
		const item = contextMenu.item('Attach to Task…');
		await item.waitFor();
		await delay(readMs / 2);
		await pointer.click(item);
		await quickInput.asks(/^Attach 2 files/);
		await quickInput.item(title).first().waitFor();
		await delay(readMs);
		await quickInput.accept();
		await quickInput.asks(ofReview);
		await delay(readMs);
		await quickInput.accept();
		await notifications.shows('Attached 2 files to');
		await delay(readMs);
		await bench.screenshot('last');
		const gif = await strip.develop(2 * readMs);
		await writeFile(film, gif);
		console.log(`${path.relative(projectDir, film)}: ${gif.length} bytes`);
	} finally {
		await closeWorkbench();
		await close();
	}
}

void main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
