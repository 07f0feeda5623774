import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import { madeScheme } from '../../attach/plan/made-file.js';
import { MemoryFiles } from './memory-files.js';

/** Source of created contents. Doubts about the source also apply to them. */
export type MadeOrigin =
	/** A part of this document's text. */
	| { readonly kind: 'document'; readonly uri: vscode.Uri }
	/** A patch from `makePatch`. */
	| { readonly kind: 'patch' };

/** Contents that the extension created, such as patches, as read-only files. */
export class MadeFiles extends MemoryFiles<MadeOrigin> {
	constructor() {
		super(madeScheme);
	}

	/** Stores the contents under a new URI. */
	add(name: string, bytes: Uint8Array, origin?: MadeOrigin): vscode.Uri {
		return this.keep(`/${randomUUID()}/${name}`, bytes, origin);
	}

	/** The source of created contents; `undefined` if they have none or aren't stored here. */
	originOf(uri: vscode.Uri): MadeOrigin | undefined {
		return this.aboutOf(uri);
	}
}
