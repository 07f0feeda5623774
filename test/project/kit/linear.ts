import { analyse } from 'scslre';

/**
 * Why a regular expression, as source code has it, may take much longer than its text is long; `undefined` where it cannot.
 * The bounds of its repetitions are taken away first, so that one that is slow up to its bound is slow.
 */
export function whyNotLinear(literal: string): string | undefined {
	const end = literal.lastIndexOf('/');
	const flags = literal.slice(end + 1);
	const source = withoutBounds(literal.slice(1, end));
	// With the flag `y` one place of the text is tried; without, each in turn, so that a long beginning is read ever again.
	const isTriedOnce = flags.includes('y');
	const { reports } = analyse({ source, flags }, { reportTypes: { Move: !isTriedOnce } });
	const [first] = reports;
	return (
		first &&
		`${first.exponential ? 'exponential' : 'polynomial'} (${first.type}) by repeating ${JSON.stringify(first.character.pick)}`
	);
}

/** From this repetition on a bound counts as none. */
const large = 5;

function withoutBounds(source: string): string {
	const pieces = /\\.|\[(?:\\.|[^\]\\])*\]|\{(\d+)(?:(,)(\d*))?\}/g;
	return source.replace(pieces, (whole, least?: string, comma?: string, most?: string) => {
		// A fixed number of characters leaves nothing to try again.
		if (least === undefined || comma === undefined || (most !== '' && Number(most) < large)) {
			return whole;
		}
		return least === '0' ? '*' : `{${Math.min(Number(least), large)},}`;
	});
}
