import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { privateKey } from '../../attach/kit/made-up-secrets.js';
import { agencyFiles } from '../kit/agency-folder.js';
import { wordsIn } from '../kit/spoken.js';
import { startEachTestClean } from '../kit/use-cor-workbench.js';
import { useSharedWindow } from '../kit/use-shared-window.js';

const { title: titled } = wordsIn('en');

const { logo, manyPhotos, notes, proposal } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const environment = '.env';
const key = 'servidor.pem';
const ours = ['.quick-input-widget', '.notification-list-item-message', '.notification-list-item-buttons-container'];

describe('the review', () => {
	const cor = useSharedWindow('review', folder => {
		writeFileSync(folder.pathOf(environment), 'PORT=8080\n');
		writeFileSync(folder.pathOf(key), privateKey());
		mkdirSync(folder.pathOf('muchos'));
		for (let number = 1; number <= 5_000; number += 1) {
			writeFileSync(folder.pathOf(path.join('muchos', `foto ${number}.jpg`)), `${number}`);
		}
		writeFileSync(folder.pathOf('muchos/.netrc'), 'machine acme.net');
	});
	startEachTestClean(cor);

	it('lists every file, names what looks like a secret and why, and leaves it unticked', async () => {
		const { hands } = cor();
		const { explorer, notifications, quickInput } = hands.bench;
		await explorer.shows(notes);
		await hands.attach(environment, key, notes, logo);
		await hands.takeTask('4101', title);
		await quickInput.asks(`Attach 2 of 4 files (25 kB) to ${task}`);
		await hands.bench.screenshot('1-secrets-unticked');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		assert.deepEqual(await quickInput.ticked(), [logo, notes]);
		assert.deepEqual(
			(await quickInput.items()).filter(row => /env|pem/.test(row)),
			[
				'.env10 bytes The name suggests secrets: .env*. Check it to send anyway. needs attention',
				`${key}574 bytes Contains a private key. Check it to send anyway.`,
			],
		);

		await quickInput.accept();
		await quickInput.isClosed();
		const result = `Attached 2 files to ${task}. Skipped: .env (The name suggests secrets: .env*), ${key} (Contains a private key).`;
		await notifications.shows(result);
		await hands.bench.screenshot('2-left-out');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		assert.deepEqual(cor().storedNames(), [logo, notes]);
	});

	it('sends a secret that is ticked, by keyboard alone, and asks again the next time', async () => {
		const { hands } = cor();
		const { notifications, page, quickInput } = hands.bench;
		await hands.attach(key);
		await hands.takeTask('4101', title);
		await quickInput.asks(`Nothing is checked for ${task}`);
		await quickInput.item(key).waitFor();
		await page.keyboard.press('ArrowDown');
		await quickInput.highlighted(key).waitFor();
		await page.keyboard.press('Space');
		await quickInput.asks(`Attach 1 file (574 bytes) to ${task}`);
		await hands.bench.screenshot('3-secret-ticked');
		await quickInput.accept();
		await notifications.shows(`Attached ${key} to ${task}.`);
		assert.deepEqual(cor().storedNames(), [key]);

		await hands.attach(key);
		await hands.takeTask('4101', title);
		await quickInput.asks('Nothing is checked for #');
		await quickInput.escape();
		assert.deepEqual(cor().storedNames(), [key]);
	});

	it('ticks all but the secrets when everything is ticked at once', async () => {
		const { hands } = cor();
		const { quickInput } = hands.bench;
		await hands.attach(environment, key, notes, logo);
		await hands.takeTask('4101', title);
		await quickInput.asks('Attach 2 of 4 files');
		await quickInput.tick(notes);
		await quickInput.asks('Attach 1 of 4 files');
		await quickInput.tickAll();
		await quickInput.asks('Attach 2 of 4 files');
		assert.deepEqual(await quickInput.ticked(), [logo, notes]);
		await quickInput.escape();
		assert.deepEqual(cor().storedNames(), []);
	});

	it('says that nothing was attached where nothing is ticked, and opens again from there', async () => {
		const { hands } = cor();
		const { notifications, quickInput } = hands.bench;
		await hands.attach(environment);
		await hands.takeTask('4101', title);
		await hands.acceptReview();
		const result = `Nothing was attached to ${task}. Skipped: .env (The name suggests secrets: .env*).`;
		await notifications.shows(result);
		await hands.bench.screenshot('4-nothing-attached');
		assert.deepEqual(await notifications.buttons(result), ['Review Skipped Files', 'Show Log']);
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await notifications.press(result, 'Review Skipped Files');
		await quickInput.asks('Nothing is checked for #');
		await quickInput.escape();
		assert.deepEqual(cor().storedNames(), []);
	});

	it('names what the person unchecked in the log alone', async () => {
		const { hands } = cor();
		const { commandPalette, notifications, output, quickInput } = hands.bench;
		await hands.attach(logo, notes, proposal);
		await hands.takeTask('4101', title);
		await quickInput.asks(/^Attach 3 files \(.*\) to #/);
		await quickInput.tick(logo);
		await quickInput.asks('Attach 2 of 3 files');
		await quickInput.ok();
		const result = `Attached 2 files to ${task}.`;
		await notifications.shows(result);
		assert.ok((await notifications.texts()).includes(result));
		assert.deepEqual(cor().storedNames(), [proposal, notes]);
		await commandPalette.run('COR: Show Log');
		await output.shows(`task 4101 · ${logo} · skipped`);
	});

	it('shows a folder of 51 files, and none of them leaves when it is closed', async () => {
		const { hands } = cor();
		const { notifications, quickInput } = hands.bench;
		await hands.attach(manyPhotos);
		await hands.takeTask('4101', title);
		await quickInput.asks(`Attach 51 files (102 kB) to ${task}`);
		await quickInput.escape();
		assert.deepEqual(cor().storedNames(), []);
		assert.equal(await notifications.count(), 0);

		await hands.attach(manyPhotos);
		await hands.chooseTaskAndReview('4101', title);
		await notifications.shows(`Attached 51 files to ${task}.`);
		assert.equal(cor().storedNames().length, 51);
	});

	it('stays usable with 5,000 files, and says what it will do', async () => {
		const { hands } = cor();
		const { commandPalette, contextMenu, explorer, notifications, quickInput } = hands.bench;
		const watchHost = () => commandPalette.run('Companion: Watch the Extension Host');
		await explorer.shows('muchos');
		await hands.attach(notes); // the extension is loaded by then
		await quickInput.asks(`Attach ${notes}`);
		await quickInput.escape();
		await explorer.select(['muchos']);
		await watchHost();
		const clickedAt = performance.now();
		await contextMenu.choose(explorer.row('muchos'), titled('command.attach'));
		await quickInput.asks('Attach 5,001 files');
		console.log(`      5,001 files planned and asked for ${since(clickedAt)} after the right click`);
		await hands.takeTask('4101', title);
		const takenAt = performance.now();
		await quickInput.asks(`Attach 5,000 of 5,001 files (19 kB) to ${task}`);
		console.log(`      5,001 files checked and shown ${since(takenAt)} after Enter`);
		await hands.bench.screenshot('5-many-files');
		assert.match((await quickInput.items()).join('\n'), /^\.netrc ?16 bytes · muchos The name suggests secrets/);
		await hands.bench.page.keyboard.type('foto 4999');
		await quickInput.item('foto 4999.jpg').waitFor();
		await quickInput.tick('foto 4999.jpg');
		await quickInput.asks('Attach 4,999 of 5,001 files');
		await quickInput.escape();
		await watchHost();
		await notifications.shows('longest block');
		console.log(`      of the extension host, ${(await notifications.texts()).join()}`);
		assert.deepEqual(cor().storedNames(), []);
	});

	it('changes for one batch what COR is told of it, and says so in the title', async () => {
		const { hands, sandbox } = cor();
		const { notifications, quickInput } = hands.bench;
		await hands.attach(logo, notes);
		await hands.takeTask('4101', title);
		const plain = `Attach 2 files (25 kB) to ${task} · as Lucía Fernández`;
		await quickInput.asks(plain);
		await hands.chooseOptions('Hidden in COR');
		await quickInput.asks(`${plain} · hidden`);
		await hands.chooseOptions('Approved', 'Pending');
		await quickInput.asks(`${plain} · hidden · pending`);
		await hands.chooseOptions('Rework', 'One notification per batch');
		await quickInput.asks(`${plain} · hidden · pending · rework · one notification`);
		await quickInput.item('hidden · pending · rework · one notification').waitFor();
		await hands.bench.screenshot('6-fields');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await quickInput.ok();
		await notifications.shows(`Attached 2 files to ${task}.`);
		const told = sandbox.attachments(4101).map(stored => [stored.available, stored.status, stored.createdFrom]);
		assert.deepEqual(told, [
			[false, 'pending', 'rework'],
			[false, 'pending', 'rework'],
		]);
		const tokens = new Set(sandbox.attachments(4101).map(({ sessionToken }) => sessionToken));
		assert.equal(tokens.size, 1);
		assert.match([...tokens][0] ?? '', /^[0-9a-f-]{36}$/);
	});

	it('shows no secret on the screen or in the log', async () => {
		const { hands, folder } = cor();
		const { output } = hands.bench;
		const contents = readFileSync(folder.pathOf(key), 'utf8').split('\n')[3] ?? '-';
		assert.ok(!(await output.text()).includes(contents));
	});
});

function since(startedAt: number): string {
	return `${(performance.now() - startedAt).toFixed(0)} ms`;
}
