import type { Locator, Page } from 'playwright-core';
import type { FilmStrip } from './film-strip.js';

const stepMs = 50;
const steps = 9;
const drawn =
	'<svg width="22" height="26" viewBox="0 0 22 26"><path d="M2 2v18l5-4 3 8 4-2-3-7h7z" fill="#111" stroke="#fff" stroke-width="1.5"/></svg>';

/** A mouse pointer that can be seen in a film: the browser draws none of its own. */
export class Pointer {
	readonly #page: Page;
	readonly #strip: FilmStrip;
	#at = { x: 0, y: 0 };

	private constructor(page: Page, strip: FilmStrip) {
		this.#page = page;
		this.#strip = strip;
	}

	/** Shows it in the middle of the page as it is now. */
	static async of(page: Page, strip: FilmStrip): Promise<Pointer> {
		await page.evaluate(`
			const arrow = document.createElement('div');
			arrow.style.cssText = 'position: fixed; z-index: 1000000; pointer-events: none; left: 0; top: 0';
			arrow.innerHTML = ${JSON.stringify(drawn)};
			document.body.append(arrow);
			addEventListener('mousemove', ({ clientX, clientY }) => {
				arrow.style.transform = 'translate(' + clientX + 'px,' + clientY + 'px)';
			}, true);
		`);
		const pointer = new Pointer(page, strip);
		const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
		await pointer.#to(width / 2, height / 2);
		return pointer;
	}

	/** Moves to something, which is filmed. */
	async moveTo(target: Locator): Promise<void> {
		const box = await target.boundingBox();
		if (!box) {
			throw new Error('What the pointer should move to is not on the screen.');
		}
		const from = this.#at;
		const to = { x: box.x + Math.min(box.width / 2, 90), y: box.y + box.height / 2 };
		for (let step = 1; step <= steps; step += 1) {
			const eased = (1 - Math.cos((Math.PI * step) / steps)) / 2;
			await this.#to(from.x + (to.x - from.x) * eased, from.y + (to.y - from.y) * eased);
			await this.#strip.still(stepMs);
		}
	}

	/** Presses where it is. */
	async press(options: { readonly button?: 'right'; readonly holding?: 'Control' } = {}): Promise<void> {
		const { keyboard, mouse } = this.#page;
		if (options.holding) {
			await keyboard.down(options.holding);
		}
		await mouse.click(this.#at.x, this.#at.y, { button: options.button ?? 'left' });
		if (options.holding) {
			await keyboard.up(options.holding);
		}
	}

	async #to(x: number, y: number): Promise<void> {
		await this.#page.mouse.move(x, y);
		this.#at = { x, y };
	}
}
