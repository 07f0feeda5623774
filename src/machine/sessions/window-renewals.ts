import type { RenewalLock } from '../../cor/credentials.js';
import type { RenewalLocks } from './renewal-locks.js';

/** The locks of a window for the renewal of tokens, loaded with the first renewal. */
export class WindowRenewals {
	readonly #load: () => Promise<RenewalLocks>;
	#locks: Promise<RenewalLocks | undefined> | undefined;

	constructor(folder: string, alive: string, warn: (message: string) => void) {
		this.#load = async () => new (await import('./renewal-locks.js')).RenewalLocks(folder, alive, warn);
	}

	/** One lock for all windows that give it the same name. */
	of(name: string): RenewalLock {
		return {
			alone: async work => {
				this.#locks ??= this.#load().catch(() => undefined); // it goes without, as it does where the disk refuses
				const locks = await this.#locks;
				return locks ? locks.alone(name, work) : work();
			},
		};
	}

	async dispose(): Promise<void> {
		await (await this.#locks)?.dispose();
	}
}
