import type * as vscode from 'vscode';
import { madeScheme } from '../../attach/plan/made-file.js';
import { madePath } from '../../machine/archive/made-path.js';
import { MemoryFiles } from './memory-files.js';

/** Source of created contents. Doubts about the source also apply to them. */
export type MadeOrigin =
	/** A part of this document's text. */
	| { readonly kind: 'document'; readonly uri: vscode.Uri }
	/** A patch from `makePatch`, of these files of a repository, or of all. */
	| { readonly kind: 'patch'; readonly root: vscode.Uri; readonly paths: readonly string[] };

/** Contents that the extension created, such as patches, as read-only files. */
export class MadeFiles extends MemoryFiles<MadeOrigin> {
	constructor() {
		super(madeScheme);
	}

	/** Stores the contents under a new URI. */
	add(name: string, bytes: Uint8Array, origin?: MadeOrigin): vscode.Uri {
		return this.keep(madePath(origin ? sourceOf(origin) : '', name), bytes, origin);
	}

	/** The source of created contents; `undefined` if they have none or aren't stored here. */
	originOf(uri: vscode.Uri): MadeOrigin | undefined {
		return this.aboutOf(uri);
	}
}

function sourceOf(origin: MadeOrigin): string {
	return origin.kind === 'document' ? origin.uri.toString() : JSON.stringify([origin.root.toString(), ...origin.paths]);
}
