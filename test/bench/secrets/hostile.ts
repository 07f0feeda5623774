import { secretRule } from '../../../src/attach/secrets/secrets.js';
import { hostileContents } from '../../attach/kit/hostile-contents.js';

/** How long looks at hostile contents take. The time is the processor's: a busy machine makes no look longer. */
export function longestLooks(count: number, seed: number): string {
	const looks: { readonly ms: number; readonly start: string; readonly round: number }[] = [];
	let round = 0;
	for (const contents of hostileContents(seed)) {
		const before = process.cpuUsage();
		secretRule(['/w/datos.txt'], contents);
		const { user, system } = process.cpuUsage(before);
		looks.push({
			ms: (user + system) / 1_000,
			start: JSON.stringify(Buffer.from(contents.subarray(0, 60)).toString('latin1')),
			round,
		});
		round += 1;
		if (round === count) {
			break;
		}
	}
	looks.sort((one, other) => other.ms - one.ms);
	const median = looks[Math.floor(looks.length / 2)]?.ms ?? 0;
	return [
		`hostile contents of 64 KiB: ${count} looked at, half of them in ${median.toFixed(2)} ms; the longest:`,
		...looks.slice(0, 12).map(look => `  ${look.ms.toFixed(1)} ms  ${look.round}  ${look.start}`),
	].join('\n');
}
