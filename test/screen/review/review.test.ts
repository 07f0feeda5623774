import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { privateKey } from '../../attach/kit/made-up-secrets.js';
import { agencyFiles } from '../kit/agency-folder.js';
import { beginning, like, say, titled, withReason } from '../kit/spoken.js';
import { startEachTestClean } from '../kit/use-cor-workbench.js';
import { useSharedWindow } from '../kit/use-shared-window.js';

const { logo, manyPhotos, notes, proposal } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const environment = '.env';
const key = 'servidor.pem';
const ours = ['.quick-input-widget', '.notification-list-item-message', '.notification-list-item-buttons-container'];

const nameSuggests = say('The name suggests secrets: {0}.', '.env*');
const containsKey = say('Contains a private key.');
const checkToSend = say('Check it to send anyway.');

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
		await quickInput.asks(say('Attach {0} of {1} files ({2}) to {3}', 2, 4, '25 kB', task));
		await hands.bench.screenshot('1-secrets-unticked');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		assert.deepEqual(await quickInput.ticked(), [logo, notes]);
		assert.deepEqual(
			(await quickInput.items()).filter(row => /env|pem/.test(row)),
			[
				`.env10 bytes ${nameSuggests} ${checkToSend} ${say('needs attention')}`,
				`${key}574 bytes ${containsKey} ${checkToSend}`,
			],
		);

		await quickInput.accept();
		await quickInput.isClosed();
		const skipped = `${withReason('.env', nameSuggests)}, ${withReason(key, containsKey)}`;
		const result = `${say('Attached {0} files to {1}.', 2, task)} ${say('Skipped: {0}.', skipped)}`;
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
		await quickInput.asks(say('Nothing is checked for {0}', task));
		await quickInput.item(key).waitFor();
		await page.keyboard.press('ArrowDown');
		await quickInput.highlighted(key).waitFor();
		await page.keyboard.press('Space');
		await quickInput.asks(say('Attach 1 file ({0}) to {1}', '574 bytes', task));
		await hands.bench.screenshot('3-secret-ticked');
		await quickInput.accept();
		await notifications.shows(say('Attached {0} to {1}.', key, task));
		assert.deepEqual(cor().storedNames(), [key]);

		await hands.attach(key);
		await hands.takeTask('4101', title);
		await quickInput.asks(say('Nothing is checked for {0}', '#'));
		await quickInput.escape();
		assert.deepEqual(cor().storedNames(), [key]);
	});

	it('ticks all but the secrets when everything is ticked at once', async () => {
		const { hands } = cor();
		const { quickInput } = hands.bench;
		await hands.attach(environment, key, notes, logo);
		await hands.takeTask('4101', title);
		await quickInput.asks(beginning('Attach {0} of {1} files ({2}) to {3}', 2, 4));
		await quickInput.tick(notes);
		await quickInput.asks(beginning('Attach {0} of {1} files ({2}) to {3}', 1, 4));
		await quickInput.tickAll();
		await quickInput.asks(beginning('Attach {0} of {1} files ({2}) to {3}', 2, 4));
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
		const result = `${say('Nothing was attached to {0}.', task)} ${say('Skipped: {0}.', withReason('.env', nameSuggests))}`;
		await notifications.shows(result);
		await hands.bench.screenshot('4-nothing-attached');
		assert.deepEqual(await notifications.buttons(result), [say('Review Skipped Files'), say('Show Log')]);
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await notifications.press(result, say('Review Skipped Files'));
		await quickInput.asks(say('Nothing is checked for {0}', '#'));
		await quickInput.escape();
		assert.deepEqual(cor().storedNames(), []);
	});

	it('names what the person unchecked in the log alone', async () => {
		const { hands } = cor();
		const { commandPalette, notifications, output, quickInput } = hands.bench;
		await hands.attach(logo, notes, proposal);
		await hands.takeTask('4101', title);
		await quickInput.asks(like('Attach {0} files ({1}) to {2}', 3, /.*/, '#'));
		await quickInput.tick(logo);
		await quickInput.asks(beginning('Attach {0} of {1} files ({2}) to {3}', 2, 3));
		await quickInput.ok();
		const result = say('Attached {0} files to {1}.', 2, task);
		await notifications.shows(result);
		assert.ok((await notifications.texts()).includes(result));
		assert.deepEqual(cor().storedNames(), [proposal, notes]);
		await commandPalette.run(`COR: ${titled('command.showLog')}`);
		await output.shows(`task 4101 · ${logo} · skipped`);
	});

	it('shows a folder of 51 files, and none of them leaves when it is closed', async () => {
		const { hands } = cor();
		const { notifications, quickInput } = hands.bench;
		await hands.attach(manyPhotos);
		await hands.takeTask('4101', title);
		await quickInput.asks(say('Attach {0} files ({1}) to {2}', 51, '102 kB', task));
		await quickInput.escape();
		assert.deepEqual(cor().storedNames(), []);
		assert.equal(await notifications.count(), 0);

		await hands.attach(manyPhotos);
		await hands.chooseTaskAndReview('4101', title);
		await notifications.shows(say('Attached {0} files to {1}.', 51, task));
		assert.equal(cor().storedNames().length, 51);
	});

	it('stays usable with 5,000 files, and says what it will do', async () => {
		const { hands } = cor();
		const { commandPalette, contextMenu, explorer, notifications, quickInput } = hands.bench;
		const watchHost = () => commandPalette.run('Companion: Watch the Extension Host');
		await explorer.shows('muchos');
		await hands.attach(notes); // the extension is loaded by then
		await quickInput.asks(say('Attach {0}', notes));
		await quickInput.escape();
		await explorer.select(['muchos']);
		await watchHost();
		const clickedAt = performance.now();
		await contextMenu.choose(explorer.row('muchos'), titled('command.attach'));
		await quickInput.asks(beginning('Attach {0} files ({1})', '5,001'));
		console.log(`      5,001 files planned and asked for ${since(clickedAt)} after the right click`);
		await hands.takeTask('4101', title);
		const takenAt = performance.now();
		await quickInput.asks(say('Attach {0} of {1} files ({2}) to {3}', '5,000', '5,001', '19 kB', task));
		console.log(`      5,001 files checked and shown ${since(takenAt)} after Enter`);
		await hands.bench.screenshot('5-many-files');
		assert.match(
			(await quickInput.items()).join('\n'),
			new RegExp(`^\\.netrc ?16 bytes · muchos ${beginning('The name suggests secrets: {0}.')}`),
		);
		await hands.bench.page.keyboard.type('foto 4999');
		await quickInput.item('foto 4999.jpg').waitFor();
		await quickInput.tick('foto 4999.jpg');
		await quickInput.asks(beginning('Attach {0} of {1} files ({2}) to {3}', '4,999', '5,001'));
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
		const all = [say('hidden'), say('pending'), say('rework'), say('one notification')].join(' · ');
		const plain = say('{0} · as {1}', say('Attach {0} files ({1}) to {2}', 2, '25 kB', task), 'Lucía Fernández');
		await quickInput.asks(plain);
		await hands.chooseOptions(say('Hidden in COR'));
		await quickInput.asks(`${plain} · ${say('hidden')}`);
		await hands.chooseOptions(say('approved'), say('pending'));
		await quickInput.asks(`${plain} · ${say('hidden')} · ${say('pending')}`);
		await hands.chooseOptions(say('rework'), say('One notification per batch'));
		await quickInput.asks(`${plain} · ${all}`);
		await quickInput.item(all).waitFor();
		await hands.bench.screenshot('6-fields');
		assert.deepEqual(await hands.bench.cutOff(ours), []);
		await quickInput.ok();
		await notifications.shows(say('Attached {0} files to {1}.', 2, task));
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
