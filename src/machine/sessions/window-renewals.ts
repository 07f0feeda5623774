import type { RenewalLock } from '../../cor/credentials.js';
import type { RenewalLocks } from './renewal-locks.js';

/** This window's locks for renewing tokens. The code is loaded with the first renewal. */
export class WindowRenewals {
	readonly #load: () => Promise<RenewalLocks>;
	#locks: Promise<RenewalLocks | undefined> | undefined;

	constructor(folder: string, alive: string, warn: (message: string) => void) {
		this.#load = async () => new (await import('./renewal-locks.js')).RenewalLocks(folder, alive, warn);
	}

	/** The lock with this name, shared by all windows. */
	of(name: string): RenewalLock {
		return {
			alone: async work => {
				this.#locks ??= this.#load().catch(() => undefined); // without the code, renewals run without a lock
				const locks = await this.#locks;
				return locks ? locks.alone(name, work) : work();
			},
		};
	}

	async dispose(): Promise<void> {
		await (await this.#locks)?.dispose();
	}
}
