import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type AgencyFolder, agencyFiles, makeRepository } from '../kit/agency-folder.js';
import { Keyboard } from '../kit/keyboard.js';
import { like, say, titled } from '../kit/spoken.js';
import { startEachTestClean, useCorWorkbench } from '../kit/use-cor-workbench.js';

const { notes } = agencyFiles;
const brand = 'Marca';
const palette = 'paleta.txt';
const link = 'enlace.txt';
const campaign = { id: 4101, title: 'Diseño de la campaña de invierno' };
const home = { id: 4110, title: 'Maquetación de la página de inicio' };

describe('a workspace of two folders, and of one that is gone', () => {
	const workspaceOf = ({ dir }: AgencyFolder) => path.join(path.dirname(dir), 'invierno.code-workspace');
	let outside = '';
	const cor = useCorWorkbench({
		suite: 'multi-root',
		hasKey: true,
		branch: `feature/${campaign.id}-invierno`,
		workspace: workspaceOf,
		prepare: folder => {
			const { dir } = folder;
			const beside = path.dirname(dir);
			const second = path.join(beside, brand);
			mkdirSync(second);
			writeFileSync(path.join(second, notes), 'Tipografía y colores.\n');
			writeFileSync(path.join(second, palette), '#1f2a44\n');
			makeRepository(second, `feature/${home.id}-maquetacion`);
			const folders = [path.basename(dir), brand, 'Retirada'].map(folder => ({ path: folder })); // the last is gone
			writeFileSync(workspaceOf(folder), JSON.stringify({ folders }));
			outside = path.join(beside, 'privado.txt');
			writeFileSync(outside, 'private');
			symlinkSync(outside, path.join(second, link));
		},
	});
	startEachTestClean(cor);

	it('has files and folders of both attached together, each with its own name and place', async () => {
		const { hands, sandbox } = cor();
		const { explorer, notifications, quickInput } = hands.bench;
		await explorer.shows(palette);
		await explorer.unfold(brand, false); // its notes have the name of those of the first folder
		await hands.attach(notes, brand);
		await hands.takeTask(`${campaign.id}`, campaign.title);
		await quickInput.asks(like('Attach {0} files ({1}) to {2}', 3, /.*/, '#'));
		await hands.bench.screenshot('1-review');
		const files = (await quickInput.items()).filter(row => row.includes(' bytes · '));
		assert.deepEqual(files.toSorted(), [
			'Café del Sur__notas.txt45 bytes · Café del Sur/notas.txt',
			'Marca__notas.txt23 bytes · Marca/notas.txt',
			'paleta.txt8 bytes · Marca',
		]);
		await quickInput.accept();
		await notifications.shows(say('Attached {0} files to {1}.', 3, `#${campaign.id} ${campaign.title}`));
		const stored = sandbox.attachments(campaign.id).map(({ originalname }) => originalname);
		assert.deepEqual(stored.sort(), ['Café del Sur__notas.txt', 'Marca__notas.txt', 'paleta.txt']);
	});

	it('knows what lies outside of it, although one of its folders is gone', async () => {
		const { hands, sandbox } = cor();
		const { explorer, notifications, quickInput } = hands.bench;
		await explorer.unfold(brand);
		await hands.attach(link);
		await hands.takeTask(`${campaign.id}`, campaign.title);
		await quickInput.asks(say('Nothing is checked for {0}', '#'));
		await hands.bench.screenshot('4-outside');
		const [row] = await quickInput.items();
		assert.ok(row?.includes(say('Outside the workspace: {0}.', outside)), row);
		await quickInput.accept();
		await notifications.shows(say('Nothing was attached to {0}.', `#${campaign.id} ${campaign.title}`));
		assert.deepEqual(sandbox.attachments(campaign.id), []);
	});

	it('has the task of the branch of that folder in which the file is', async () => {
		const { hands } = cor();
		const { explorer, notifications, quickInput } = hands.bench;
		await explorer.unfold(brand);
		for (const [name, task] of [
			[palette, home],
			[agencyFiles.logo, campaign],
		] as const) {
			await hands.attach(name);
			await quickInput.highlighted(task.title).waitFor();
			await hands.bench.screenshot(`2-branch-of-${task.id}`);
			await quickInput.accept();
			await notifications.shows(say('Attached {0} to {1}.', name, `#${task.id} ${task.title}`));
		}
	});

	it('names no file by its empty space, of which the menu says so and takes no file of a tab', async () => {
		const { hands } = cor();
		const { explorer, notifications, page } = hands.bench;
		const keyboard = new Keyboard(hands.bench);
		await explorer.open(agencyFiles.brief);
		await page.locator('.monaco-editor.focused').waitFor();
		await keyboard.run('File: Focus on Files Explorer');
		await keyboard.until(/^Files Explorer/, 'Escape'); // no row has the focus any more: the first may close a tip or a message
		await keyboard.chooseInMenu(titled('command.attach'));
		await notifications.shows(say('Nothing to attach: no file was chosen.'));
		await hands.bench.screenshot('5-empty-space');
	});

	it('remembers its task, which a folder of it that is opened alone does not know', async () => {
		const { hands } = cor();
		const { bench } = hands;
		const { attachments } = bench;
		const row = attachments.row(`#${campaign.id} ${campaign.title}`).first();
		await attachments.open();
		await row.waitFor();
		await bench.screenshot('3-view');
		await bench.openFolder(cor().folder.dir);
		await attachments.open();
		await attachments.row(say('My open tasks')).waitFor();
		assert.equal(await attachments.row(new RegExp(`^${say('Recent')}$`)).count(), 0);
		await bench.openFolder(workspaceOf(cor().folder));
		await attachments.open();
		await attachments.row(new RegExp(`^${say('Recent')}$`)).waitFor();
		await row.waitFor();
	});
});
