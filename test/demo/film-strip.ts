import { applyPalette, GIFEncoder, quantize } from 'gifenc';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { linesOf } from './cut.js';

/** What is on the screen, and for how long. */
interface Frame {
	readonly png: Buffer;
	readonly ms: number;
}

const coloursOfPicture = 255; // one of 256 stands for "as before"
const asBefore = 255;
const sampledFrames = 12;
const restMs = 200; // what stands for less is a move: nobody reads meanwhile

/** A film of a page, one picture after the other: it runs as fast as it is told to, however slow the machine is. */
export class FilmStrip {
	readonly #page: Page;
	readonly #frames: Frame[] = [];
	readonly #lines = new Set<string>();

	constructor(page: Page) {
		this.#page = page;
	}

	/** Films what is on the screen now for so many milliseconds, a multiple of 10. */
	async still(ms: number): Promise<void> {
		this.#frames.push({ png: await this.#page.screenshot({ animations: 'disabled' }), ms });
		if (ms >= restMs) {
			const shown = this.#page.locator('.monaco-workbench, .context-view .monaco-menu');
			for (const line of await linesOf(shown)) {
				this.#lines.add(line);
			}
		}
	}

	/** What could be read where it stood still. */
	get lines(): readonly string[] {
		return [...this.#lines];
	}

	/** A GIF that repeats. */
	develop(): Uint8Array {
		const pictures = this.#frames.map(({ png }) => PNG.sync.read(png));
		const palette = quantize(joined(pictures), coloursOfPicture);
		const gif = GIFEncoder();
		let before: Uint8Array | undefined;
		for (const [index, { width, height, data }] of pictures.entries()) {
			const places = applyPalette(data, palette);
			gif.writeFrame(before ? withoutSame(places, before) : places, width, height, {
				...(index === 0 && { palette: [...palette, ...spare(palette.length)], repeat: 0 }),
				delay: this.#frames[index]?.ms ?? 0,
				transparent: index > 0,
				transparentIndex: asBefore,
				dispose: 1,
			});
			before = places;
		}
		gif.finish();
		return gif.bytes();
	}
}

/** Pixels of some of the pictures, from the first to the last: all of them would not fit into memory. */
function joined(pictures: readonly PNG[]): Uint8Array {
	const step = Math.max(1, Math.floor(pictures.length / sampledFrames));
	return Buffer.concat(pictures.filter((_, index) => index % step === 0).map(({ data }) => data));
}

function withoutSame(places: Uint8Array, before: Uint8Array): Uint8Array {
	return places.map((place, index) => (place === before[index] ? asBefore : place));
}

function spare(used: number): [number, number, number][] {
	return Array.from({ length: asBefore + 1 - used }, () => [0, 0, 0]);
}
