import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { like, say, titled } from '../kit/spoken.js';
import { startEachTestClean } from '../kit/use-cor-workbench.js';
import { useSharedWindow } from '../kit/use-shared-window.js';

const title = 'Diseño de la campaña de invierno';
const task = `#4101 ${title}`;
const inOrder = ['Árbol.png', 'foto 2.png', 'Foto 10.png', 'foto 11.png']; // as many as the view has room for
const apart = ['cliente-2__logo.png', 'cliente-10__logo.png'];

describe('the natural order of names', () => {
	const cor = useSharedWindow('natural-order', folder => {
		mkdirSync(folder.pathOf('serie'));
		for (const name of inOrder.toReversed()) {
			writeFileSync(folder.pathOf(`serie/${name}`), name);
		}
		for (const client of ['cliente-10', 'cliente-2']) {
			mkdirSync(folder.pathOf(client));
			writeFileSync(folder.pathOf(`${client}/logo.png`), client);
		}
	});
	startEachTestClean(cor);

	it('is that of the review, of what is sent and logged, and of the view', async () => {
		const { hands } = cor();
		const { attachments, commandPalette, explorer, notifications, output, quickInput } = hands.bench;
		await explorer.shows('serie');
		await hands.attach('serie');
		await hands.takeTask('4101', title);
		await quickInput.asks(like('Attach {0} files ({1}) to {2}', 4, /.*/, '#'));
		assert.deepEqual(await quickInput.labels(), [...inOrder, say('Add a message…'), say('Options…')]);
		await hands.bench.screenshot('1-review');
		await quickInput.accept();
		await notifications.shows(say('Attached {0} files to {1}.', 4, task));
		assert.deepEqual(
			cor()
				.sandbox.attachments(4101)
				.map(({ originalname }) => originalname),
			inOrder,
		);
		await notifications.dismissAll();

		await attachments.open();
		await commandPalette.run(`COR: ${titled('command.showOnlyFromHere')}`); // latest first, what came together in order
		const first = attachments.pane.locator('.monaco-list-row[data-index="2"]'); // below the section and the task
		await first.filter({ hasText: inOrder[0] ?? '' }).waitFor();
		const isHere = new RegExp(`^.*?\\.png(?=v1 · ${say('from here')})`);
		const rows = (await attachments.rows()).flatMap(row => isHere.exec(row.trim())?.[0] ?? []);
		assert.deepEqual(rows.slice(0, inOrder.length), inOrder);
		await hands.bench.screenshot('2-view');
		await commandPalette.run(`COR: ${titled('command.showAllAttachments')}`);

		await commandPalette.run(`COR: ${titled('command.showLog')}`);
		await output.shows('foto 11.png · attached as');
		const logged = [...(await output.text()).matchAll(/ · ([^·]+) · attached as /g)].map(([, name]) => name);
		assert.deepEqual(
			logged.filter(name => inOrder.includes(name ?? '')), // others share the window
			inOrder,
		);
	});

	it('is that of folders that tell two chosen files of one name apart', async () => {
		const { hands } = cor();
		const { contextMenu, explorer, notifications, quickInput } = hands.bench;
		await explorer.unfold('cliente-10');
		await explorer.unfold('cliente-2');
		await explorer.select([]);
		const logos = explorer.row('logo.png');
		for (const place of [1, 0]) {
			await logos.nth(place).click({ modifiers: ['Control'] });
		}
		await contextMenu.choose(logos.nth(0), titled('command.attach'));
		await hands.takeTask('4101', title);
		await quickInput.asks(like('Attach {0} files ({1}) to {2}', 2, /.*/, '#'));
		assert.deepEqual(await quickInput.labels(), [...apart, say('Add a message…'), say('Options…')]);
		await hands.bench.screenshot('3-apart');
		await quickInput.accept();
		await notifications.shows(say('Attached {0} files to {1}.', 2, task));
		assert.deepEqual(cor().storedNames(), apart.toSorted());
	});
});
