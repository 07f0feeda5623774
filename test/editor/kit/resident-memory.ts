import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export const MiB = 1024 * 1024;
const sampleEveryMs = 50;

/** The resident memory of this process in bytes, after the garbage is collected. */
export function collected(): number {
	setFlagsFromString('--expose-gc');
	runInNewContext('gc')();
	return process.memoryUsage.rss();
}

/** The most resident memory in bytes that this process had while the action went on. */
export async function mostDuring(action: () => Promise<unknown>): Promise<number> {
	let most = collected();
	const timer = setInterval(() => {
		most = Math.max(most, process.memoryUsage.rss());
	}, sampleEveryMs);
	try {
		await action();
		return Math.max(most, process.memoryUsage.rss());
	} finally {
		clearInterval(timer);
	}
}
