import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { agencyFiles } from '../kit/agency-folder.js';
import { Keyboard } from '../kit/keyboard.js';
import { type Language, spoken, wordsIn } from '../kit/spoken.js';
import { useCorWorkbench } from '../kit/use-cor-workbench.js';

const { notes } = agencyFiles;
const title = 'Diseño de la campaña de invierno';
const branch = 'feature/4101-cabecera';

for (const language of Object.keys(spoken) as Language[]) {
	describe(`the task of the branch in the status bar, in ${language}`, () => {
		const { say, title: titled } = wordsIn(language);
		const cor = useCorWorkbench({
			suite: `branch-in-sight/${language}`,
			hasKey: true,
			language: spoken[language],
			branch,
		});
		const sentence = (onBranch: string, label: string) =>
			say('COR task for branch {0}: {1}. Click to attach the open file or choose files.', onBranch, label);
		const git = (...args: readonly string[]) => execFileSync('git', ['-C', cor().folder.dir, ...args]);
		const item = () => cor().hands.bench.page.locator('.statusbar-item', { hasText: /COR #/ });

		it('is not there before the extension is used', async () => {
			const { bench } = cor().hands;
			await bench.statusBar.item(branch).waitFor();
			await bench.explorer.shows(notes);
			assert.equal(await item().count(), 0);
		});

		it('is there once it was used, and nobody asked COR for it', async () => {
			const { bench } = cor().hands;
			await new Keyboard(bench).run(`COR: ${titled('command.showLog')}`);
			await bench.statusBar.item(/COR #4101$/).waitFor();
			await bench.statusBar.labelled(sentence(branch, '#4101')).waitFor();
			await bench.screenshot('1-number');
			assert.deepEqual(cor().sandbox.requests, []);
		});

		it('leads to the pick, where it comes first, and has a short title then', async () => {
			const { bench } = cor().hands;
			await bench.explorer.open(notes);
			await item().click();
			await bench.quickInput.highlighted(title).first().waitFor();
			await bench.quickInput.asks(new RegExp(notes));
			await bench.screenshot('2-pick');
			await bench.quickInput.accept();
			await bench.notifications.shows(say('Attached {0} to {1}.', notes, `#4101 ${title}`));
			await bench.statusBar.item(/COR #4101 Diseño de la campaña de i…$/).waitFor();
			await bench.statusBar.labelled(sentence(branch, `#4101 ${title}`)).waitFor();
			await bench.screenshot('3-title');
			assert.deepEqual(await bench.cutOff(['.statusbar']), []);
		});

		it('follows the branch', async () => {
			const { bench } = cor().hands;
			git('switch', '-q', '-c', 'fix/4110-pie');
			await bench.statusBar.item(/COR #4110$/).waitFor();
			git('switch', '-q', '-c', 'sin-tarea');
			await item().waitFor({ state: 'hidden' });
			git('switch', '-q', branch);
			await bench.statusBar.item(/COR #4101/).waitFor();
		});

		it('is hidden by a setting', async () => {
			const { bench } = cor().hands;
			await bench.settings.open();
			await bench.settings.search(['corAttachments.showBranchTask']);
			const box = bench.page.locator('.settings-editor .setting-value-checkbox').first();
			await box.click();
			await item().waitFor({ state: 'hidden' });
			await bench.screenshot('4-setting');
			await box.click();
			await item().waitFor();
		});
	});
}
