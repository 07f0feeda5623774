import { setTimeout as delay } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';

const stepMs = 16;
const steps = 36;
const drawn =
	'<svg width="22" height="26" viewBox="0 0 22 26"><path d="M2 2v18l5-4 3 8 4-2-3-7h7z" fill="#111" stroke="#fff" stroke-width="1.5"/></svg>';

/** A mouse pointer that can be seen: the browser draws none of its own. */
export class Pointer {
	readonly #page: Page;
	#at = { x: 0, y: 0 };

	private constructor(page: Page) {
		this.#page = page;
	}

	/** Shows it in the page as it is now. */
	static async of(page: Page): Promise<Pointer> {
		await page.evaluate(`
			const arrow = document.createElement('div');
			arrow.style.cssText = 'position: fixed; z-index: 1000000; pointer-events: none; left: 0; top: 0';
			arrow.innerHTML = ${JSON.stringify(drawn)};
			document.body.append(arrow);
			addEventListener('mousemove', ({ clientX, clientY }) => {
				arrow.style.transform = 'translate(' + clientX + 'px,' + clientY + 'px)';
			}, true);
		`);
		return new Pointer(page);
	}

	/** Moves to the middle of something, as fast as a hand does. */
	async moveTo(target: Locator): Promise<void> {
		const box = await target.boundingBox();
		if (!box) {
			throw new Error('What the pointer should move to is not on the screen.');
		}
		const from = this.#at;
		const to = { x: box.x + Math.min(box.width / 2, 90), y: box.y + box.height / 2 };
		for (let step = 1; step <= steps; step += 1) {
			const eased = (1 - Math.cos((Math.PI * step) / steps)) / 2;
			await this.#page.mouse.move(from.x + (to.x - from.x) * eased, from.y + (to.y - from.y) * eased);
			await delay(stepMs);
		}
		this.#at = to;
	}

	async click(
		target: Locator,
		options: { readonly button?: 'right'; readonly holding?: 'Control' } = {},
	): Promise<void> {
		await this.moveTo(target);
		const { keyboard, mouse } = this.#page;
		if (options.holding) {
			await keyboard.down(options.holding);
		}
		await mouse.click(this.#at.x, this.#at.y, { button: options.button ?? 'left' });
		if (options.holding) {
			await keyboard.up(options.holding);
		}
	}
}
