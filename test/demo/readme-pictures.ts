import { execFileSync } from 'node:child_process';
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PNG } from 'pngjs';
import { privateKey } from '../attach/kit/made-up-secrets.js';
import { projectDir } from '../host/paths.js';
import { noteMadeFrom } from '../project/kit/made-from.js';
import { collaborator, mainUser } from '../sandbox/seed.js';
import { type AgencyFolder, agencyFiles, makeRepository } from '../screen/kit/agency-folder.js';
import { keyInEnvironment } from '../screen/kit/cor-settings.js';
import { wordsIn } from '../screen/kit/spoken.js';
import { likeTheSystem, openWorkbench, type Workbench } from '../screen/kit/workbench.js';
import { Cuts, wholeOnes } from './cut.js';
import { type DemoSetUp, setUpDemo } from './set-up.js';
import { widenSideBar } from './side-bar.js';

const { brief, logo, notes, proposal, video } = agencyFiles;
const { title } = wordsIn('en');
const branch = 'feature/4110-maquetacion';
const ofBranch = 'Maquetación de la página de inicio';
const campaign = 'Diseño de la campaña de invierno';
const key = 'despliegue.pem';
const guide = 'Guía de marca.pdf';
// CSS pixels: for a row of the view to be read to its end, and for a menu to open inside the side bar
const wideEnough = { view: 700, menu: 640 };
const scale = 2;
const shown = 'media/screenshots';

/** Makes the pictures of the README anew, light and dark, and keeps those that README.md names. */
async function main(): Promise<void> {
	const setUp = await setUpDemo();
	const { folder, sandbox, settings } = setUp;
	fill(folder);
	const { bench, close } = await openWorkbench({
		suite: 'readme',
		folder: folder.dir,
		git: true,
		env: keyInEnvironment(sandbox),
		settings: { ...settings, ...likeTheSystem, 'workbench.hover.delay': 60_000, 'files.autoSave': 'off' },
		scale,
		width: 1_024,
		height: 720,
	});
	try {
		await bench.screenshots.clear();
		await bench.turn('light');
		keep(await takeAll(setUp, bench));
	} catch (error) {
		await bench.screenshot('failed');
		throw error;
	} finally {
		await close();
		await setUp.close();
	}
}

/** A folder that is at work: committed, changed since, with a secret in it. */
function fill(folder: AgencyFolder): void {
	makeRepository(folder.dir, branch);
	const git = (...args: readonly string[]) => execFileSync('git', ['-C', folder.dir, ...args]);
	git('add', '--all');
	git('-c', 'user.name=Ana', '-c', 'user.email=ana@agencia.example', 'commit', '-q', '-m', 'Primer borrador');
	appendFileSync(folder.pathOf(brief), '- Tarde tibia\n');
	writeFileSync(folder.pathOf(key), privateKey());
}

async function takeAll({ folder, sandbox }: DemoSetUp, bench: Workbench): Promise<Cuts['texts']> {
	const { attachments, contextMenu, explorer, notifications, page, quickInput } = bench;
	const cuts = new Cuts(bench);
	const pick = page.locator('.quick-input-widget');
	const heads = [pick.locator('.quick-input-titlebar'), pick.locator('.quick-input-header')];
	const pickTask = async (...names: readonly string[]) => {
		await explorer.select(names);
		await contextMenu.choose(explorer.row(names.at(-1) ?? ''), title('command.attach'));
		await quickInput.highlighted(ofBranch).waitFor();
	};
	/** The review of files for the branch's task: its rows have boxes to check. */
	const review = async (name: string) => {
		await quickInput.accept();
		await quickInput.box(name).waitFor();
	};

	await place(sandbox);
	await page.locator('.statusbar-item', { hasText: branch }).waitFor();
	await explorer.shows(notes);
	await pickTask(logo, video);
	await quickInput.item('Piezas para redes').waitFor();
	const choices = pick.locator('.quick-input-list');
	await cuts.take('task', ...heads, ...(await wholeOnes(choices.locator('.monaco-list-row'), choices)));

	await review(video);
	await quickInput.accept();
	await notifications.result(ofBranch).hover(); // it stays as long as the pointer is on it
	await cuts.take('result', page.locator('.notification-toast', { hasText: ofBranch }));
	await notifications.dismissAll();

	appendFileSync(folder.pathOf(logo), 'v2');
	await pickTask(key, logo, proposal);
	await review(proposal);
	await cuts.take('review', pick);
	await quickInput.escape();

	await attachments.open();
	await page.locator('.pane-header', { hasText: path.basename(folder.dir) }).click(); // the view gets its room
	await widenSideBar(page, wideEnough.view);
	const rows = attachments.pane.locator('.monaco-list-row');
	const sections = rows.and(page.locator('[aria-level="1"]'));
	await sections.last().click(); // my open tasks
	await contextMenu.choose(attachments.row(campaign).first(), title('command.pinTask'));
	await sections.nth(2).waitFor(); // that of the pinned ones
	await attachments.row(campaign).first().click();
	await attachments.row(guide).first().locator('.monaco-tl-twistie').click();
	await rows.and(page.locator('[aria-level="4"]')).first().waitFor(); // its first version
	await page.mouse.move(wideEnough.view, 0);
	await cuts.take('view', attachments.pane.locator('.pane-header'), ...(await wholeOnes(rows, attachments.pane)));

	await page
		.locator('.activitybar .action-item', { has: page.locator('[aria-label*="Source Control"]') })
		.first()
		.click();
	const changed = page.locator('.scm-view .monaco-list-row', { hasText: brief }).first();
	await changed.waitFor();
	await page.locator('.pane-header', { hasText: 'Graph' }).click(); // folds it up: it shows nothing of ours
	await widenSideBar(page, wideEnough.menu);
	const item = await contextMenu.openWith(changed, title('command.attachFileChanges'));
	await item.hover();
	const above = page.locator('.part.sidebar > .title');
	await cuts.take('patch', above, changed, page.locator('.context-view .monaco-menu'));
	await contextMenu.close();
	return cuts.texts;
}

/** What others have attached before. */
async function place(sandbox: DemoSetUp['sandbox']): Promise<void> {
	const put = (taskId: number, name: string, bytes: number, parentId?: number) =>
		sandbox.place(taskId, {
			user: parentId === undefined ? collaborator : mainUser,
			name,
			bytes: Buffer.alloc(bytes, name),
			agoMs: 86_400_000,
			...(parentId !== undefined && { parentId }),
		});
	await put(4110, 'portada.png', 184_000);
	const first = await put(4101, guide, 2_400_000);
	await put(4101, guide, 2_430_000, first);
	await put(4101, 'paleta de colores.svg', 12_300);
}

/** Puts the pictures that README.md names where it looks for them, takes away all others, and has the READMEs show their size. */
function keep(texts: Cuts['texts']): void {
	const to = path.join(projectDir, shown);
	const named = new Set(textOf('README.md').match(new RegExp(`${shown}/[\\w-]+\\.png`, 'g')));
	const made = new Map([...texts].map(([file, lines]) => [`${shown}/${path.basename(file)}`, { file, lines }]));
	const kept = new Map<string, readonly string[]>();
	rmSync(to, { recursive: true, force: true });
	mkdirSync(to, { recursive: true });
	for (const name of named) {
		const { file, lines } = made.get(name) ?? {};
		if (file === undefined || lines === undefined) {
			throw new Error(`README.md shows ${name}, which this command does not take.`);
		}
		copyFileSync(file, path.join(projectDir, name));
		kept.set(name, lines);
		const width = PNG.sync.read(readFileSync(file)).width / scale;
		for (const readme of ['README.md', 'README.es.md', 'README.pt-br.md']) {
			const sized = textOf(readme).replace(
				new RegExp(`(src="${name}" width=")\\d+`),
				(_, before: string) => `${before}${width}`,
			);
			writeFileSync(path.join(projectDir, readme), sized);
		}
	}
	noteMadeFrom(kept, file => !file.startsWith(shown));
	console.log(`${kept.size} pictures in ${shown}: look at them`);
}

function textOf(file: string): string {
	return readFileSync(path.join(projectDir, file), 'utf8');
}

void main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
