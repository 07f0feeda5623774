import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import { madeScheme } from '../../attach/plan/made-file.js';
import { MemoryFiles } from './memory-files.js';

/** What something was made of: what would be a doubt about that is one about it, too. */
export type MadeOrigin =
	/** A part of this document's text. */
	| { readonly kind: 'document'; readonly uri: vscode.Uri }
	/** Changes of files, as `makePatch` gives them. */
	| { readonly kind: 'patch' };

/** What was made to be sent, such as a patch, as files. */
export class MadeFiles extends MemoryFiles<MadeOrigin> {
	constructor() {
		super(madeScheme);
	}

	/** Keeps it under an address that no other ever has. */
	add(name: string, bytes: Uint8Array, origin?: MadeOrigin): vscode.Uri {
		return this.keep(`/${randomUUID()}/${name}`, bytes, origin);
	}

	/** What something was made of; `undefined` for what came as it is, and for what is not kept here. */
	originOf(uri: vscode.Uri): MadeOrigin | undefined {
		return this.aboutOf(uri);
	}
}
