import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';

const everyMs = 1;

/** How long the extension host, which all extensions share, could do nothing else. */
export class HostWatch implements vscode.Disposable {
	readonly #delays = monitorEventLoopDelay({ resolution: everyMs });
	#isWatching = false;

	/** Begins to watch, or ends and says the longest block. */
	toggle(): void {
		this.#isWatching = !this.#isWatching;
		if (this.#isWatching) {
			this.#delays.reset();
			this.#delays.enable();
			return;
		}
		this.#delays.disable();
		const longestMs = Math.max(0, this.#delays.max / 1e6 - everyMs);
		void vscode.window.showInformationMessage(`longest block: ${longestMs.toFixed(0)} ms`, 'OK');
	}

	dispose(): void {
		this.#delays.disable();
	}
}
