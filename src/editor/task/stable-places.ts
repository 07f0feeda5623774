/** A row with the place it has, or had: a place whose row is gone stays taken. */
export interface Placed<Row> {
	readonly row: Row;
	readonly isShown: boolean;
}

/**
 * Gives rows places such that one place never stands for two different rows. The editor names a chosen row by its place
 * only, and Enter may be on its way while the rows change: what it names then still is what the person saw.
 */
export class StablePlaces<Row> {
	readonly #keyOf: (row: Row) => string;
	readonly #taken: { readonly key: string; readonly row: Row }[] = [];

	/** `keyOf`: everything by which people tell a row from another. */
	constructor(keyOf: (row: Row) => string) {
		this.#keyOf = keyOf;
	}

	/** These rows in this order, and between them the places of rows that are gone or stand elsewhere now. */
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
