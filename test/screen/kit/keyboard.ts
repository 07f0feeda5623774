import type { Page } from 'playwright-core';
import { literally } from '../../host/literally.js';
import { comesTo } from './comes-to.js';
import type { Workbench } from './workbench.js';

const mostSteps = 60;

/** Works the editor without a mouse. */
export class Keyboard {
	readonly #bench: Workbench;
	readonly #page: Page;

	constructor(bench: Workbench) {
		this.#bench = bench;
		this.#page = bench.page;
	}

	press(...keys: readonly string[]): Promise<void> {
		return keys.reduce((before, key) => before.then(() => this.#page.keyboard.press(key)), Promise.resolve());
	}

	type(text: string): Promise<void> {
		return this.#page.keyboard.type(text);
	}

	/** Presses `key` until what has the focus is called so. */
	async until(name: string | RegExp, key: string): Promise<void> {
		const seen: string[] = [];
		for (let step = 0; step < mostSteps; step++) {
			const focused = await this.focused();
			if (isCalled(focused, name)) {
				return;
			}
			seen.push(focused);
			await this.press(key);
		}
		throw new Error(`${key} never came to ${name}, but to: ${seen.join(' | ')}`);
	}

	/** What a screen reader would call what has the focus: a control, or the row of a list, tree or menu in it. */
	focused(): Promise<string> {
		return this.#page.evaluate<string>(`(() => {
			let at = document.activeElement;
			while (at?.shadowRoot?.activeElement) {
				at = at.shadowRoot.activeElement;
			}
			const row = document.getElementById(at?.getAttribute('aria-activedescendant') ?? '');
			const named = row ?? at;
			return (named?.getAttribute('aria-label') || named?.textContent || '').replace(/\\u00a0/g, ' ').trim().slice(0, 300);
		})()`);
	}

	/** Goes with `key` to the bar that has this button, and in the bar from one to the next. */
	async toButton(name: string | RegExp, key: 'Tab' | 'Shift+Tab'): Promise<void> {
		const bar = this.#page.locator('.monaco-action-bar', { has: this.#page.locator(':focus') });
		const button = bar.getByRole('button', { name, exact: true });
		for (let step = 0; step < mostSteps; step++) {
			if (isCalled(await this.focused(), name)) {
				return;
			}
			await this.press((await button.count()) > 0 ? 'ArrowRight' : key);
		}
		throw new Error(`${key} never came to the button ${name}.`);
	}

	/** Selects neighbours in the explorer. */
	async selectInExplorer(first: string, ...others: readonly string[]): Promise<void> {
		const { explorer } = this.#bench;
		await this.run('File: Focus on Files Explorer');
		await explorer.hasFocus();
		do {
			await this.press('Escape'); // the first may only close a hover
		} while (!(await explorer.hasNoSelection(1_000)));
		await this.press('Home');
		await this.until(startsWith(first), 'ArrowDown');
		await this.press('Control+Shift+Enter'); // selects it
		for (const other of others) {
			await this.press('Shift+ArrowDown');
			await this.until(startsWith(other), 'Shift+ArrowDown');
		}
	}

	/** Opens the menu of what has the focus, and chooses. */
	async chooseInMenu(label: string): Promise<void> {
		await this.#bench.contextMenu.openByKeyboard(label);
		await this.chooseInOpenMenu(label);
	}

	async chooseInOpenMenu(label: string): Promise<void> {
		await this.until(startsWith(label), 'ArrowDown'); // its key may stand behind it
		await this.press('Enter');
	}

	/** Runs a command from the palette, which closes again where a message that is going takes the focus with it. */
	async run(title: string): Promise<void> {
		await this.#runOneOf(() => Promise.resolve(title));
	}

	/** Presses a button of the message on the screen, or of the newest one if it has gone from there by itself. */
	async pressInMessage(button: string): Promise<void> {
		await this.#runOneOf(async () =>
			(await this.#bench.notifications.count()) > 0
				? 'Notifications: Focus Notification Toast'
				: 'Notifications: Show Notifications',
		);
		await this.until(button, 'Tab');
		await this.press('Enter');
	}

	async #runOneOf(title: () => Promise<string>): Promise<void> {
		const { quickInput } = this.#bench;
		for (let tries = 0; tries < mostSteps; tries++) {
			await this.press('F1');
			// A view that has just been refreshed takes the focus back, and would take the text for its keys.
			if (await comesTo(quickInput.input.and(this.#page.locator(':focus')), 'visible', 2_000)) {
				const wanted = await title();
				await this.type(wanted);
				if (await comesTo(quickInput.highlighted(wanted).first(), 'visible', 2_000)) {
					await this.press('Enter');
					return;
				}
				await this.press('Escape');
			}
		}
		throw new Error(`"${await title()}" never came to the command palette.`);
	}
}

function startsWith(name: string): RegExp {
	return new RegExp(`^${literally(name)}`);
}

function isCalled(text: string, name: string | RegExp): boolean {
	return typeof name === 'string' ? text === name : name.test(text);
}
