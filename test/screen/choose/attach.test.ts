import assert from 'node:assert/strict';
import { agencyFiles, videoBytes } from '../kit/agency-folder.js';
import { webUrlOf } from '../kit/cor-settings.js';
import { beginning, like, say, titled } from '../kit/spoken.js';
import { textsBesidePictures, useCorWorkbench } from '../kit/use-cor-workbench.js';

const { proposal, video } = agencyFiles;
const task = { id: 4101, title: 'Diseño de la campaña de invierno' };
const result = say('Attached {0} files to {1}.', 2, `#${task.id} ${task.title}`);
// What VS Code writes into the same message, such as its source, may be cut off.
const ours = ['.quick-input-widget', '.notification-list-item-message', '.notification-list-item-buttons-container'];

describe('attaching two files from the explorer', () => {
	const cor = useCorWorkbench({ suite: 'attach' });

	it('offers it in the context menu of the selection', async () => {
		const { bench } = cor().hands;
		await bench.explorer.shows(proposal);
		await bench.notifications.watch();
		await bench.explorer.select([proposal, video]);
		await bench.contextMenu.openWith(bench.explorer.row(video), titled('command.attach'));
		await bench.screenshot('1-selection-and-menu');
		await bench.contextMenu.close();
		await cor().hands.attach(proposal, video);
		await bench.quickInput.asks(say('Sign In to COR'));
	});

	it('asks whoever is not signed in for a key and a secret', async () => {
		const { hands, sandbox } = cor();
		const { bench } = hands;
		await bench.screenshot('2-sign-in');
		assert.deepEqual(await bench.cutOff(ours), []);
		await hands.signInUpToSecret(sandbox.credentials);
		assert.equal(await bench.quickInput.input.getAttribute('type'), 'password');
		assert.equal(await bench.quickInput.input.evaluate(input => input.matches(':focus')), true);
	});

	it('says that a secret is wrong, and lets it be corrected', async () => {
		const { hands, sandbox } = cor();
		const { bench } = hands;
		await hands.enter('not-the-secret');
		await bench.quickInput.says(say('COR rejected these credentials. Check both values.'));
		await bench.screenshot('3-secret-refused');
		assert.deepEqual(await bench.cutOff(ours), []);
		await hands.enter(sandbox.credentials.clientSecret);
		await bench.quickInput.asks(beginning('Attach {0} files ({1})', 2));
	});

	it('shows the title of the task before anything leaves', async () => {
		const { hands, sandbox } = cor();
		const { bench } = hands;
		await hands.type(String(task.id));
		await bench.quickInput.highlighted(task.title).waitFor();
		await bench.quickInput.item(beginning('Loading task {0}…')).waitFor({ state: 'hidden' }); // of what was typed on the way
		await bench.screenshot('4-task');
		assert.deepEqual(await bench.cutOff(ours), []);
		assert.match(
			await bench.quickInput.title(),
			like('{0} · as {1}', say('Attach {0} files ({1})', 2, '22 MB'), /Lucía Fernández$/),
		);
		assert.deepEqual(await bench.quickInput.items(), [
			`${task.title}#${task.id} · Campaña de invierno · Café del Sur ${say('in progress')} · ${say('due {0}', 'Dec 4, 2026')}`,
		]);
		assert.equal(sandbox.requests.filter(({ method, path }) => method === 'POST' && path.includes('attach')).length, 0);
	});

	it('shows one progress with count, bytes, percent and name', async () => {
		const { hands, sandbox } = cor();
		const { bench } = hands;
		sandbox.set({ uploadBytesPerSecond: 500_000 });
		await bench.quickInput.accept();
		await hands.acceptReview();
		await bench.notifications.shows(
			like('{0}: {1} of {2} files, {3} of {4} ({5}) · {6}', /.*/, 1, 2, /.*/, /.*/, /[2-8]\d%/),
		);
		sandbox.set({ uploadBytesPerSecond: 100_000 }); // it stays until it was looked at
		await bench.screenshot('5-progress');
		const texts = await bench.notifications.texts();
		assert.deepEqual(await bench.cutOff(ours), []);
		sandbox.set({ uploadBytesPerSecond: 0 });
		assert.equal(texts.length, 1);
		assert.match(
			texts[0] ?? '',
			like(
				'{0}: {1} of {2} files, {3} of {4} ({5}) · {6}',
				`COR: #${task.id} ${task.title}`,
				1,
				2,
				/[\d.]+ MB/,
				'22 MB',
				/\d\d%/,
				/Vídeo lanzamiento\.mp4$/,
			),
		);
	});

	it('says what has arrived, and offers what to do with it', async () => {
		const { bench } = cor().hands;
		await bench.notifications.shows(result);
		await bench.notifications.isGone(/%/); // on a slow machine a moment later
		await bench.screenshot('6-result');
		assert.deepEqual(await bench.notifications.texts(), [result]);
		assert.deepEqual(await bench.notifications.buttons(result), [say('Open Task'), say('Copy Summary'), say('Undo')]);
		assert.deepEqual(await bench.cutOff(ours), []);
	});

	it('copies names and the address of the task, never a file’s own', async () => {
		const { hands, sandbox } = cor();
		const { notifications, quickInput } = hands.bench;
		await notifications.press(result, say('Copy Summary'));
		await quickInput.asks(say('Copy Summary'));
		await quickInput.highlighted(say('As plain text')).waitFor();
		await hands.bench.screenshot('7-copy-links');
		assert.equal(
			await hands.copiedBy(() => quickInput.accept()),
			`COR #${task.id} ${task.title}: ${webUrlOf(sandbox)}/tasks/${task.id}\n- ${proposal}\n- ${video}\n`,
		);
		await notifications.isGone(result);
		assert.ok((await notifications.most()) < 2);
	});

	it('has brought both files over, byte for byte', () => {
		const { sandbox, folder } = cor();
		const stored = sandbox
			.attachments(task.id)
			.map(({ originalname, size, sha256 }) => ({ originalname, size, sha256 }));
		assert.deepEqual(
			stored.map(({ originalname }) => originalname),
			[proposal, video],
		);
		assert.equal(stored[1]?.size, videoBytes);
		assert.deepEqual(
			stored.map(({ sha256 }) => sha256),
			[folder.sha256Of(proposal), folder.sha256Of(video)],
		);
	});

	it('writes one line for each file into the log', async () => {
		const { bench } = cor().hands;
		await bench.commandPalette.run(`COR: ${titled('command.showLog')}`);
		await bench.output.shows('· attached as');
		await bench.screenshot('8-log');
		const unwrapped = (await bench.output.text()).replace(/\n(?!\d{4}-)/g, '');
		const lines = unwrapped.split('\n').filter(line => line.includes('· attached as'));
		assert.equal(lines.length, 2);
		assert.match(
			lines[0] ?? '',
			/\[info\] task 4101 · Propuesta diseño ñandú\.pdf · attached as \d+ · [\d.]+ MB in [\d.]+ s/,
		);
		assert.match(lines[1] ?? '', /\[info\] task 4101 · Vídeo lanzamiento\.mp4 · attached as \d+ · 20 MB in [\d.]+ s/);
	});

	it('does nothing that COR does not document, and shows no credential', () => {
		const { sandbox, hands } = cor();
		assert.deepEqual(sandbox.complaints, []);
		assert.deepEqual(hands.bench.errors, []);
		const texts = textsBesidePictures(cor());
		assert.ok(texts.length >= 8);
		const { apiKey, clientSecret } = sandbox.credentials;
		for (const text of texts) {
			assert.ok(!text.includes(apiKey) && !text.includes(clientSecret) && !text.includes('not-the-secret'));
			assert.doesNotMatch(text, /eyJ[\w-]{10}|Bearer/); // how tokens begin
		}
	});
});
