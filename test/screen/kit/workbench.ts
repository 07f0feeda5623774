import type { BrowserContext, Page } from 'playwright-core';
import { type BrowserOptions, openBrowser } from '../../host/open-browser.js';
import { type RunningEditor, type StartOptions, startEditor } from '../../host/start-editor.js';
import { packedExtension } from '../../host/vsix.js';
import { keepBrowser } from '../../leaks/kept.js';
import { comesTo } from './comes-to.js';
import { AccountsMenu } from './menus/accounts-menu.js';
import { ContextMenu } from './menus/context-menu.js';
import { AttachmentsView } from './parts/attachments-view.js';
import { CommandPalette } from './parts/command-palette.js';
import { Explorer } from './parts/explorer.js';
import { Modal } from './parts/modal.js';
import { Notifications } from './parts/notifications.js';
import { OutputPanel } from './parts/output-panel.js';
import { QuickInput } from './parts/quick-input.js';
import { SettingsEditor } from './parts/settings-editor.js';
import { StatusBar } from './parts/status-bar.js';
import { Tabs } from './parts/tabs.js';
import { Walkthrough } from './parts/walkthrough.js';
import { type CutOff, findCutOff } from './pictures/cut-off.js';
import { Screenshots } from './pictures/screenshots.js';

const themes = {
	light: 'Default Light Modern',
	dark: 'Default Dark Modern',
	'high contrast': 'Default High Contrast',
	'high contrast light': 'Default High Contrast Light',
} as const;

/** User settings with which the editor is as light or dark as the system. */
export const likeTheSystem = {
	'window.autoDetectColorScheme': true,
	'window.autoDetectHighContrast': true,
	'workbench.preferredLightColorTheme': themes.light,
	'workbench.preferredDarkColorTheme': themes.dark,
	'workbench.preferredHighContrastColorTheme': themes['high contrast'],
	'workbench.preferredHighContrastLightColorTheme': themes['high contrast light'],
};

export type Scheme = keyof typeof themes;

/** How long anything may take to come: a busy machine is slow, and what never comes has failed all the same. */
const comesMs = 120_000;

/** How long the editor takes to show the folders of a workspace file at most, where it heeds them. */
const workspaceMs = 25_000;

const classOf = {
	light: 'vs',
	dark: 'vs-dark',
	'high contrast': 'hc-black',
	'high contrast light': 'hc-light',
} as const;

export interface WorkbenchOptions extends StartOptions, BrowserOptions {
	/** Names the folder of the screenshots. */
	readonly suite: string;
	readonly folder: string;
	readonly theme?: keyof typeof themes;
}

// What code-server's page complains of by itself, and the editor where the machine is slow: we have no part in saving.
const harmless =
	/Aborted onWillSaveTextDocument-event|No extension gallery service|vsda|same-origin|allow-scripts|Failed to load resource|SharedImageManager|GPU stall|authentication provider 'github'/;

/** A workbench on the screen with the packed extension in it, and hands to work it as a person does. */
export class Workbench {
	readonly accounts: AccountsMenu;
	readonly explorer: Explorer;
	readonly attachments: AttachmentsView;
	readonly contextMenu: ContextMenu;
	readonly quickInput: QuickInput;
	readonly commandPalette: CommandPalette;
	readonly modal: Modal;
	readonly notifications: Notifications;
	readonly output: OutputPanel;
	readonly settings: SettingsEditor;
	readonly statusBar: StatusBar;
	readonly tabs: Tabs;
	readonly walkthrough: Walkthrough;
	readonly screenshots: Screenshots;
	readonly editor: RunningEditor;
	readonly context: BrowserContext;
	readonly page: Page;
	readonly #errors: string[] = [];

	constructor(editor: RunningEditor, page: Page, suite: string) {
		this.editor = editor;
		this.context = page.context();
		this.page = page;
		this.context.setDefaultTimeout(comesMs); // of the pages that it opens, too
		this.accounts = new AccountsMenu(page);
		this.explorer = new Explorer(page);
		this.attachments = new AttachmentsView(page);
		this.contextMenu = new ContextMenu(page);
		this.quickInput = new QuickInput(page);
		this.commandPalette = new CommandPalette(page);
		this.modal = new Modal(page);
		this.notifications = new Notifications(page);
		this.output = new OutputPanel(page);
		this.settings = new SettingsEditor(page);
		this.statusBar = new StatusBar(page);
		this.tabs = new Tabs(page);
		this.walkthrough = new Walkthrough(page);
		this.screenshots = new Screenshots(page, suite);
		page.on('pageerror', error => this.#errors.push(error.message));
		page.on('console', message => {
			if (message.type() === 'error' && !harmless.test(message.text())) {
				this.#errors.push(message.text());
			}
		});
	}

	/** What went wrong in the page: uncaught errors and what was logged as one. */
	get errors(): readonly string[] {
		return this.#errors;
	}

	/** Goes to a folder or `.code-workspace` file, in this window. */
	async openFolder(folder: string): Promise<void> {
		const explorer = this.page.locator('.monaco-workbench .explorer-folders-view');
		await this.page.goto(this.editor.urlOf(folder), { waitUntil: 'commit', timeout: comesMs });
		// The editor in a browser may read a workspace file before it can heed its folders, and then shows none of them for good.
		if (folder.endsWith('.code-workspace') && !(await comesTo(explorer, 'visible', workspaceMs))) {
			await this.page.reload({ waitUntil: 'commit' });
		}
		await explorer.waitFor();
		await this.attachments.pane.waitFor(); // with it come the commands and menus of the extension
	}

	/** Writes `.vscode-test/screenshots/<suite>/<name>.png`, and the text on it to `<name>.txt`. */
	screenshot(name: string): Promise<string> {
		return this.screenshots.take(name);
	}

	/** Puts away what lies over the workbench, whoever left it there: menus, dialogs, questions, messages. */
	async clear(): Promise<void> {
		const open = this.page
			.locator('.context-view .monaco-menu, .monaco-dialog-box, .quick-input-widget')
			.filter({ visible: true })
			.first();
		while (await open.isVisible()) {
			await this.page.keyboard.press('Escape');
			await comesTo(open, 'hidden', 1_000); // what it kept waiting may come in its place
		}
		await this.notifications.dismissAll();
	}

	/** Makes the system light, dark or one of high contrast; an editor that is set to follow the system does. */
	async turn(scheme: Scheme): Promise<void> {
		await this.page.emulateMedia({
			colorScheme: scheme.endsWith('light') ? 'light' : 'dark',
			forcedColors: scheme.startsWith('high contrast') ? 'active' : 'none',
		});
		await this.page.locator(`.monaco-workbench.${classOf[scheme]}`).waitFor();
	}

	cutOff(selectors: readonly string[]): Promise<readonly CutOff[]> {
		return findCutOff(this.page, selectors);
	}

	/** Closes the window. */
	async close(): Promise<void> {
		await keepBrowser(this.context);
		await this.page.close();
	}
}

/** User settings of a workbench. */
export function settingsOf({ theme = 'light', settings }: WorkbenchOptions): Readonly<Record<string, unknown>> {
	return { 'workbench.colorTheme': themes[theme], ...settings };
}

/** A workbench in an editor and a browser of its own, which end with it. */
export interface OwnWorkbench {
	readonly bench: Workbench;
	close(): Promise<void>;
}

/** Starts an editor with the packed extension, and a browser that shows it. */
export async function openWorkbench(options: WorkbenchOptions): Promise<OwnWorkbench> {
	const editor = await startEditor({ ...options, vsix: [await packedExtension()], settings: settingsOf(options) });
	const { browser, context } = await openBrowser(options);
	const bench = new Workbench(editor, await context.newPage(), options.suite);
	await bench.openFolder(options.folder);
	return {
		bench,
		close: async () => {
			await bench.close();
			await browser.close();
			await editor.stop();
		},
	};
}
