/** As much as is used of it: the package brings no types. */
declare module 'gifenc' {
	type Palette = readonly (readonly [number, number, number])[];

	interface FrameOptions {
		/** For all frames, given with the first. */
		readonly palette?: Palette;
		/** Milliseconds. */
		readonly delay?: number;
		/** 0: for ever. */
		readonly repeat?: number;
		readonly transparent?: boolean;
		readonly transparentIndex?: number;
		/** 1: what is drawn stays. */
		readonly dispose?: number;
	}

	interface Encoder {
		writeFrame(index: Uint8Array, width: number, height: number, options: FrameOptions): void;
		finish(): void;
		bytes(): Uint8Array;
	}

	function GIFEncoder(): Encoder;
	function quantize(rgba: Uint8Array, maxColors: number): Palette;
	function applyPalette(rgba: Uint8Array, palette: Palette): Uint8Array;
}
