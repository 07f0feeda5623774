/** The parts of a URI. */
interface Place {
	readonly scheme: string;
	readonly authority: string;
	readonly path: string;
}

/** The places that aren't inside another of these places. A folder already includes what was chosen inside it. */
export function outermost<Chosen extends Place>(places: readonly Chosen[]): readonly Chosen[] {
	const chosen = new Set(places.map(place => keyOf(place, place.path)));
	// Compare only at lengths that occur: an untrusted path may contain any number of slashes.
	const lengths = new Set(places.map(({ path }) => path.length));
	return places.filter(place => {
		const { path } = place;
		let slash = path.lastIndexOf('/');
		while (slash > 0 && !(lengths.has(slash) && chosen.has(keyOf(place, path.slice(0, slash))))) {
			slash = path.lastIndexOf('/', slash - 1);
		}
		return slash <= 0;
	});
}

function keyOf({ scheme, authority }: Place, path: string): string {
	return `${scheme}://${authority}${path}`;
}
