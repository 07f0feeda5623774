const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const pending = new Set<() => void>();
let listening = false;

/** Calls `stop` if this process ends, by itself or by a signal, before the returned function was called. */
export function stopWithUs(stop: () => void): () => void {
	pending.add(stop);
	if (!listening) {
		listening = true;
		process.once('exit', () => {
			for (const each of [...pending].reverse()) {
				each();
			}
		});
		for (const [signal, code] of Object.entries(signals)) {
			process.once(signal, () => process.exit(code));
		}
	}
	return () => pending.delete(stop);
}
