/** A row with its place. A removed row keeps its place, hidden. */
export interface Placed<Row> {
	readonly row: Row;
	readonly isShown: boolean;
}

/**
 * Gives rows places so that one place never stands for two different rows. VS Code identifies a chosen row only by its
 * place, and Enter may arrive while the rows change: it must still mean the row that the person saw.
 */
export class StablePlaces<Row> {
	readonly #keyOf: (row: Row) => string;
	readonly #taken: { readonly key: string; readonly row: Row }[] = [];

	/** @param keyOf returns everything by which people tell rows apart, and what they can do with them */
	constructor(keyOf: (row: Row) => string) {
		this.#keyOf = keyOf;
	}

	/** The rows in this order, with hidden rows in between for those that are gone or have moved. */
	arrange(rows: readonly Row[]): readonly Placed<Row>[] {
		const shown = new Map<number, Row>();
		let last = -1;
		for (const row of rows) {
			const key = this.#keyOf(row);
			const before = this.#taken.findIndex((taken, place) => place > last && taken.key === key);
			last = before < 0 ? this.#taken.push({ key, row }) - 1 : before;
			shown.set(last, row);
		}
		return this.#taken.slice(0, last + 1).map((taken, place) => {
			const row = shown.get(place);
			return { row: row ?? taken.row, isShown: row !== undefined };
		});
	}
}
