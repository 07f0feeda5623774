import type { Page } from 'playwright-core';

/** What of the page is used in it: no type of a browser is here. */
interface Browser {
	readonly document: {
		querySelector(
			selector: string,
		): { readonly textContent: string | null; getClientRects(): { length: number } } | null;
	};
	readonly MessageChannel: new () => {
		readonly port1: { onmessage: () => void };
		readonly port2: { postMessage(message: unknown): void };
	};
	requestAnimationFrame(look: () => void): void;
	addEventListener(type: string, listen: (event: { readonly timeStamp: number }) => void, isFirst: boolean): void;
	releasedAt?: number;
}

/** When a question with such a title was painted, in epoch milliseconds with their fraction: asked before it comes. */
export function paintedAt(page: Page, title: RegExp): Promise<number> {
	return page.evaluate(
		source =>
			new Promise<number>(resolve => {
				const browser = globalThis as unknown as Browser;
				const wanted = new RegExp(source);
				const look = (): void => {
					const shown = browser.document.querySelector('.quick-input-widget .quick-input-title');
					if (!shown || !wanted.test(shown.textContent ?? '') || shown.getClientRects().length === 0) {
						browser.requestAnimationFrame(look);
						return;
					}
					// A message is taken after the frame that is being made now.
					const { port1, port2 } = new browser.MessageChannel();
					port1.onmessage = () => resolve(performance.timeOrigin + performance.now());
					port2.postMessage(undefined);
				};
				browser.requestAnimationFrame(look);
			}),
		title.source,
	);
}

/** Has the page note when a button of the mouse is released, the last time of which `releasedAt` gives. */
export async function noteReleases(page: Page): Promise<void> {
	await page.evaluate(() => {
		const browser = globalThis as unknown as Browser;
		const note = ({ timeStamp }: { readonly timeStamp: number }): void => {
			browser.releasedAt = performance.timeOrigin + timeStamp;
		};
		browser.addEventListener('mouseup', note, true);
	});
}

/** In epoch milliseconds. */
export async function releasedAt(page: Page): Promise<number> {
	return page.evaluate(() => (globalThis as unknown as Browser).releasedAt ?? Number.NaN);
}
