import type { Blocks } from '../blocks.js';
import type { Cost, Order } from '../order.js';
import type { Way } from '../ways/ways.js';

/** What the carrier in the editor is asked, one line of JSON each. */
export type EditorQuestion =
	| { readonly ask: 'start'; readonly order: Order }
	| { readonly ask: 'send'; readonly order: Order }
	| { readonly ask: 'review'; readonly order: Order }
	| { readonly ask: 'choose'; readonly order: Order }
	| { readonly ask: 'prepare'; readonly order: Order }
	| { readonly ask: 'gather'; readonly order: Order; readonly withGit: boolean }
	| { readonly ask: 'send-with'; readonly way: Way; readonly order: Order }
	| { readonly ask: 'end' };

/** A file of the bundle that was loaded. */
export interface LoadedFile {
	readonly name: string;
	readonly bytes: number;
}

/** What the first use of the extension in an editor took. */
export interface StartCost {
	/** To load the code that activates. */
	readonly loadMs: number;
	readonly activateMs: number;
	readonly loadedToActivate: readonly LoadedFile[];
	readonly loadedToSend: readonly LoadedFile[];
	/** When the command was called, in epoch milliseconds with their fraction. */
	readonly calledAt: number;
}

/** How long somebody waits who chooses files. */
export interface ChooseCost {
	/** From the command, or the click, until the pick of the task is painted. */
	readonly pickMs: number;
	/** From the command until the review is, of somebody who presses Enter at once. */
	readonly reviewMs: number;
	readonly blocks: Blocks;
}

/** What it cost in the extension host. */
export interface HostCost extends Cost {
	readonly calledAt: number;
	readonly blocks: Blocks;
}

/** What it cost to find the files behind what was chosen. */
export interface GatherCost extends HostCost {
	readonly files: number;
	readonly leftOut: number;
	/** Whether Git could not be asked. */
	readonly isGuessed: boolean;
}

export type EditorResult = true | StartCost | HostCost | GatherCost | Cost;

export type EditorAnswer = { readonly result: EditorResult } | { readonly error: string };
