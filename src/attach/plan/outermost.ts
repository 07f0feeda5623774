/** What an address says of a place. */
interface Place {
	readonly scheme: string;
	readonly authority: string;
	readonly path: string;
}

/** Those of these places that lie in no other of them: a folder brings along what was chosen inside it, which must not come twice. */
export function outermost<Chosen extends Place>(places: readonly Chosen[]): readonly Chosen[] {
	const chosen = new Set(places.map(place => keyOf(place, place.path)));
	// A stranger's path may have any number of slashes: only where another ends is worth a look.
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
