import { applyPalette, GIFEncoder, quantize } from 'gifenc';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';

/** What was on the screen, and from when on. */
interface Frame {
	readonly png: Buffer;
	/** Milliseconds since the epoch. */
	readonly atMs: number;
}

const shortestMs = 80; // twelve pictures a second are enough to follow
const coloursOfPicture = 255; // one of 256 stands for "as before"
const asBefore = 255;
const sampledFrames = 12;

/** Films a page at the speed at which things happen there. */
export class FilmStrip {
	readonly #frames: Frame[] = [];
	readonly #stop: () => Promise<void>;

	private constructor(stop: () => Promise<void>) {
		this.#stop = stop;
	}

	/** Starts filming. */
	static async of(page: Page): Promise<FilmStrip> {
		const devTools = await page.context().newCDPSession(page);
		const strip = new FilmStrip(async () => {
			await devTools.send('Page.stopScreencast');
			await devTools.detach();
		});
		devTools.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
			strip.#frames.push({ png: Buffer.from(data, 'base64'), atMs: (metadata.timestamp ?? 0) * 1_000 });
			void devTools.send('Page.screencastFrameAck', { sessionId }).catch(() => {}); // the film has ended
		});
		await devTools.send('Page.startScreencast', { format: 'png', everyNthFrame: 1 });
		return strip;
	}

	/** Stops filming. Resolves with a GIF that repeats, and stands still on its last picture for `lastMs`. */
	async develop(lastMs: number): Promise<Uint8Array> {
		await this.#stop();
		const frames = atMostEvery(shortestMs, this.#frames);
		const pictures = frames.map(({ png }) => PNG.sync.read(png));
		const palette = quantize(joined(pictures), coloursOfPicture);
		const gif = GIFEncoder();
		let before: Uint8Array | undefined;
		for (const [index, { width, height, data }] of pictures.entries()) {
			const places = applyPalette(data, palette);
			const endMs = frames[index + 1]?.atMs;
			gif.writeFrame(before ? withoutSame(places, before) : places, width, height, {
				...(index === 0 && { palette: [...palette, ...spare(palette.length)], repeat: 0 }),
				delay: endMs === undefined ? lastMs : endMs - (frames[index]?.atMs ?? 0),
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

/** Of frames that follow one another more quickly, the last one, from when the first was on the screen. */
function atMostEvery(ms: number, frames: readonly Frame[]): readonly Frame[] {
	const kept: Frame[] = [];
	// They may come out of turn.
	for (const frame of frames.toSorted((a, b) => a.atMs - b.atMs)) {
		const last = kept.at(-1);
		if (last && frame.atMs - last.atMs < ms) {
			kept[kept.length - 1] = { ...frame, atMs: last.atMs };
		} else {
			kept.push(frame);
		}
	}
	return kept;
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
