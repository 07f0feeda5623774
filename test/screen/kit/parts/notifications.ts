import type { Locator } from 'playwright-core';
import { Part } from './part.js';

interface ToastCount {
	readonly count: number;
	/** Milliseconds since the page was opened. */
	readonly at: number;
}

const seenMs = 500;

/** The messages in the lower right corner, progress included. */
export class Notifications extends Part {
	readonly #toasts = this.page.locator('.notifications-toasts .monaco-list-row');

	/** The one with this text. */
	toast(text: string | RegExp): Locator {
		return this.#toasts.filter({ hasText: text });
	}

	/** The one with this text that tells what came of a batch: it has several buttons, a progress has one. */
	result(text: string | RegExp): Locator {
		return this.toast(text).filter({ has: this.page.locator('.monaco-button').nth(1) });
	}

	async shows(text: string | RegExp): Promise<void> {
		await this.toast(text).first().waitFor();
	}

	async isGone(text: string | RegExp): Promise<void> {
		await this.toast(text).waitFor({ state: 'hidden' });
	}

	count(): Promise<number> {
		return this.#toasts.count();
	}

	async texts(): Promise<readonly string[]> {
		return this.#toasts.locator('.notification-list-item-message').allInnerTexts();
	}

	async buttons(text: string | RegExp): Promise<readonly string[]> {
		return this.toast(text).locator('.notification-list-item-buttons-container .monaco-button').allInnerTexts();
	}

	/** Presses a button of that message. `Cancel` is the button of a progress that can be cancelled. */
	async press(text: string | RegExp, button: string): Promise<void> {
		await this.toast(text).getByRole('button', { name: button, exact: true }).click();
	}

	/** Closes that message by its cross. */
	async dismiss(text: string | RegExp): Promise<void> {
		const toast = this.toast(text).first();
		await toast.hover();
		await toast.locator('.codicon-notifications-clear').click();
		await toast.waitFor({ state: 'hidden' });
	}

	/** Closes all, those too that come or go by themselves meanwhile; what is under way is cancelled. */
	async dismissAll(): Promise<void> {
		const toast = this.#toasts.first();
		const cancel = toast.getByRole('button', { name: 'Cancel', exact: true });
		while (await toast.isVisible()) {
			await toast.hover({ timeout: 1_000 }).catch(() => {});
			const close = (await cancel.isVisible()) ? cancel : toast.locator('.codicon-notifications-clear');
			await close.click({ timeout: 1_000 }).catch(() => {});
		}
	}

	/** From now on `most` tells how many messages stood side by side long enough to be seen. */
	async watch(): Promise<void> {
		await this.page.evaluate(`
			globalThis.toastCounts = [];
			globalThis.countToasts = () => {
				const count = document.querySelectorAll('.notifications-toasts .monaco-list-row').length;
				if (globalThis.toastCounts.at(-1)?.count !== count) {
					globalThis.toastCounts.push({ count, at: performance.now() });
				}
			};
			globalThis.toastWatch ??= new MutationObserver(() => globalThis.countToasts());
			globalThis.toastWatch.observe(document.body, { childList: true, subtree: true });
			globalThis.countToasts();
		`);
	}

	/** The editor takes a progress off the screen when it gets to it: on a slow machine its result is there a moment before. */
	async most(): Promise<number> {
		const [counts, now] = await this.page.evaluate<[readonly ToastCount[], number]>(
			'[globalThis.toastCounts, performance.now()]',
		);
		const lasted = counts.map(({ count, at }, index) => ({ count, ms: (counts[index + 1]?.at ?? now) - at }));
		return Math.max(0, ...lasted.filter(({ ms }) => ms >= seenMs).map(({ count }) => count));
	}
}
