import * as vscode from 'vscode';
import { type Blocks, watchBlocks } from '../../../bench/blocks.js';

/** How long the extension host, which all extensions share, could do nothing else. */
export class HostWatch implements vscode.Disposable {
	#end: (() => Blocks) | undefined;

	/** Begins to watch, or ends and says the longest block. */
	toggle(): void {
		const blocks = this.#end?.();
		this.#end = blocks ? undefined : watchBlocks();
		if (blocks) {
			const { longestCpuMs, longestMs } = blocks;
			const told = `${longestCpuMs.toFixed(0)} ms of the processor's time, ${longestMs.toFixed(0)} ms by the clock`;
			void vscode.window.showInformationMessage(`longest block: ${told}`, 'OK');
		}
	}

	dispose(): void {
		this.#end?.();
	}
}
