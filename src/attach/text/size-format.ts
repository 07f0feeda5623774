const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Formats sizes. Keeps its `Intl.NumberFormat`s, since creating one takes longer than using it a hundred times. */
export class SizeFormat {
	readonly #formats = new Map<string, Intl.NumberFormat>();
	readonly #language: string;

	/** @param language a BCP 47 tag */
	constructor(language: string) {
		this.#language = language;
	}

	/** Formats bytes in powers of 1,000, such as `2,4 MB`. */
	write(bytes: number): string {
		const power = bytes < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
		const value = bytes / 1_000 ** power;
		return this.#formatOf(power, value < 10 && power > 0 ? 1 : 0).format(value);
	}

	#formatOf(power: number, maximumFractionDigits: number): Intl.NumberFormat {
		const key = `${power} ${maximumFractionDigits}`;
		const format =
			this.#formats.get(key) ??
			new Intl.NumberFormat(this.#language, {
				style: 'unit',
				unit: units[power] ?? 'byte',
				unitDisplay: power === 0 ? 'long' : 'short',
				maximumFractionDigits,
			});
		this.#formats.set(key, format);
		return format;
	}
}
