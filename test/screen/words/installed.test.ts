import assert from 'node:assert/strict';
import { editors, newestEditor } from '../../host/editors.js';
import { literally } from '../../host/literally.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import { manifest, readJson } from '../../project/kit/manifest.js';
import { useWorkbench } from '../kit/use-workbench.js';

const { commands, configuration, menus, views, viewsWelcome, walkthroughs } = manifest.contributes;
/** By display language: what the browser of somebody who speaks it says of itself, and where the manifest's words are. */
const languages = {
	en: { browser: 'en-US', file: 'package.nls.json' },
	es: { browser: 'es-AR', file: 'package.nls.es.json' },
	'pt-br': { browser: 'pt-BR', file: 'package.nls.pt-br.json' },
} as const;
const everyLanguage = ['en', 'es', 'pt-br'] as const;
const settingsAtOnce = 3; // more are not on the screen

for (const editor of editors) {
	describe(`the package, installed in VS Code ${editor.name}`, () => {
		const suite = `installed-${editor.name}`;
		let folder = '';
		before(() => {
			folder = temporaryFolder();
		});
		after(() => removeTemporaryFolder(folder));

		for (const language of editor === newestEditor ? everyLanguage : (['es'] as const)) {
			const { browser, file } = languages[language];
			describe(`that speaks ${language}`, () => {
				const texts = readJson<Readonly<Record<string, string>>>(file);
				const words = (placeholder = ''): string => {
					const text = texts[placeholder.replaceAll('%', '')];
					assert.ok(text, placeholder);
					return text;
				};
				const workbench = useWorkbench(() => ({ suite: `${suite}/${language}`, folder, editor, language: browser }));

				it('shows the view, and what it says while it is empty', async () => {
					const bench = workbench();
					const { attachments } = bench;
					const [view] = Object.values(views).flat();
					await attachments.open();
					await attachments.pane.getByText(words(view?.name), { exact: true }).first().waitFor();
					const welcomes = viewsWelcome.map(({ contents }) => words(contents).split('\n')[0] ?? '');
					await attachments.welcome(new RegExp(welcomes.map(literally).join('|'))).waitFor();
					await bench.screenshot('1-view');
					assert.deepEqual(await bench.cutOff(['.welcome-view-content']), []);
				});

				it('offers every command that the palette always shows', async () => {
					const bench = workbench();
					const { page, quickInput } = bench;
					const limited = new Set((menus.commandPalette ?? []).map(({ command }) => command));
					const always = commands.filter(({ command }) => !limited.has(command));
					assert.ok(always.length > 0);
					await page.keyboard.press('F1');
					for (const command of always) {
						await quickInput.fill(`>COR: ${words(command.title)}`);
						await quickInput
							.item(`COR: ${words(command.title)}`)
							.first()
							.waitFor();
					}
					await bench.screenshot('2-palette');
					await quickInput.escape();
				});

				it('shows the walkthrough with all of its steps', async () => {
					const bench = workbench();
					const { commandPalette, quickInput, walkthrough } = bench;
					for (const shown of walkthroughs) {
						await commandPalette.runFor('Welcome: Open Walkthrough...', words(shown.title));
						await quickInput.choose(words(shown.title));
						for (const step of shown.steps) {
							await walkthrough.shows(words(step.title));
						}
					}
					await bench.screenshot('3-walkthrough');
				});

				const isWhole = editor === newestEditor && language === 'es';
				it(`shows ${isWhole ? 'every setting' : 'the first settings'} in order, with what they do`, async () => {
					const bench = workbench();
					const { settings } = bench;
					const inOrder = Object.entries(configuration.properties).sort(
						([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0),
					);
					await settings.open();
					for (let from = 0; from < (isWhole ? inOrder.length : settingsAtOnce); from += settingsAtOnce) {
						const some = inOrder.slice(from, from + settingsAtOnce);
						await settings.search(some.map(([id]) => id));
						for (const [, { markdownDescription }] of some) {
							await settings.describes(plainPart(words(markdownDescription)));
						}
						await bench.screenshot(`4-settings-${from}`);
						assert.deepEqual(
							await settings.labels(),
							some.map(([id]) => labelOf(id)),
						);
					}
				});
			});
		}
	});
}

/** The longest part of a text in Markdown that is plain text. */
function plainPart(markdown: string): string {
	const parts = markdown.split(/`[^`]*`|\*[^*]*\*/).map(part => part.trim());
	return parts.reduce((longest, part) => (part.length > longest.length ? part : longest));
}

/** As the editor of settings calls it: `corAttachments.apiUrl` is `Cor Attachments: Api Url`. */
function labelOf(id: string): string {
	const parts = id
		.split('.')
		.map(part => part.replace(/[A-Z]/g, ' $&').replace(/^[a-z]/, first => first.toUpperCase()));
	return parts.join(': ');
}
