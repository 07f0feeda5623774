import assert from 'node:assert/strict';
import { agencyFiles } from './agency-folder.js';
import { Hands } from './hands.js';
import { startEachTestClean, useCorWorkbench } from './use-cor-workbench.js';

const { proposal, video } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const ours = ['.quick-input-widget', '.notification-list-item-message', '.notification-list-item-buttons-container'];

describe('attaching two files in Spanish', () => {
	const cor = useCorWorkbench({ suite: 'spanish', locale: 'es' });
	startEachTestClean(cor);

	it('speaks Spanish from the menu to the result, with room for every word', async () => {
		const { hands, sandbox } = cor();
		const { bench } = hands;
		const { notifications, quickInput } = bench;
		const person = new Hands(bench, {
			attach: 'Adjuntar a una tarea…',
			taskTitle: /^Adjuntar 2 archivos \(22 MB\)$/,
			signInTitle: 'Iniciar sesión en COR',
			keyAndSecret: 'Clave de API y secreto de cliente',
			askKey: 'Ingresa la clave de API.',
			askSecret: 'Ingresa el secreto de cliente.',
			reviewTitle: /^Revisión: /,
		});
		await bench.explorer.shows(proposal);
		await person.attach(proposal, video);
		await quickInput.asks('Iniciar sesión en COR');
		await bench.screenshot('1-sign-in');
		assert.deepEqual(await bench.cutOff(ours), []);
		await person.signIn(sandbox.credentials);

		await quickInput.asks(/^Adjuntar 2 archivos/);
		await person.type('https://example.com/tasks/4101');
		await quickInput.item('Esta dirección no es de COR.').waitFor();
		await bench.screenshot('2-other-host');
		assert.deepEqual(await bench.cutOff(ours), []);

		sandbox.set({ uploadBytesPerSecond: 2_000_000 });
		await person.takeTask('4101', title);
		await quickInput.asks(/^Revisión: 2 de 2 archivos \(22 MB\) para #4101/);
		await bench.screenshot('3-review');
		assert.deepEqual(await bench.cutOff(ours), []);
		await person.acceptReview();
		await notifications.shows(/1 de 2 archivos, .* de 22 MB \([3-8]\d %\)/);
		await bench.screenshot('4-progress');
		assert.deepEqual(await bench.cutOff(ours), []);
		sandbox.set({ uploadBytesPerSecond: 0 });

		const result = `Se adjuntaron 2 archivos a #4101 ${title}.`;
		await notifications.shows(result);
		await bench.screenshot('5-result');
		assert.deepEqual(await notifications.buttons(result), ['Abrir tarea', 'Copiar enlaces', 'Copiar enlaces directos']);
		assert.deepEqual(await bench.cutOff(ours), []);
		assert.equal(sandbox.attachments(4101).length, 2);
	});
});
