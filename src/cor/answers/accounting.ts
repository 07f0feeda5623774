import type { StoredAttachment } from '../../attach/attachment.js';
import { mayBecomeOne } from '../../attach/names/file-names.js';
import type { FilePart } from '../http/multipart.js';
import type { UploadAnswer } from './answers.js';

/** What an answer says of one file; `isOwn` if it names this very file. */
export type Account = { readonly isOwn: boolean } & (
	| { readonly stored: StoredAttachment }
	| { readonly refused: string }
);

type Sent = Pick<FilePart, 'name' | 'size'>;

/**
 * What COR's answer says of each file of its request, in order; `undefined` if that is nothing, or does not fit. The
 * measure is the same for one file and for several, and place tells nothing:
 * - A file that `refused` names is refused, whatever else is told.
 * - An attachment is the file's if it has the file's size and name, or this size and a name that no file has. Only one
 *   may fit, and a new name only fits a size that no other file has, in an answer that tells of as many as were sent.
 * - Refusals that name no file are those of the files that are left, if there are as many and every attachment is a file's.
 */
export function accountFor(files: readonly Sent[], answer: UploadAnswer): (Account | undefined)[] {
	const { stored, refused } = answer;
	const accounts = files.map(file => asRefused(file, refused) ?? asStored(file, files, answer));
	const left = files.filter((_, index) => !accounts[index]);
	const nameless = refused.filter(({ name }) => !files.some(file => isCalled(file, name)));
	const isEachOnes = stored.every(each =>
		accounts.some(account => account && 'stored' in account && account.stored === each),
	);
	if (!isEachOnes || nameless.length !== left.length) {
		return accounts;
	}
	return files.map(
		(file, index) => accounts[index] ?? { refused: nameless[left.indexOf(file)]?.message ?? '', isOwn: false },
	);
}

function asRefused(file: Sent, refused: UploadAnswer['refused']): Account | undefined {
	const found = refused.find(({ name }) => isCalled(file, name));
	return found && { refused: found.message, isOwn: true };
}

function asStored(file: Sent, files: readonly Sent[], { stored, refused }: UploadAnswer): Account | undefined {
	const told = stored.length + refused.length;
	const [only, ...others] = stored.filter(
		({ name, size }) => size === file.size && (isCalled(file, name) || isNewName(name, files)),
	);
	if (!only || others.length > 0) {
		return undefined;
	}
	const isOwn = isCalled(file, only.name);
	const isAloneInSize = files.filter(({ size }) => size === file.size).length === 1;
	return isOwn || (isAloneInSize && told >= files.length) ? { stored: only, isOwn } : undefined;
}

/** Whether COR may have given the file this name. */
function isCalled(file: Sent, name: string | undefined): boolean {
	return name !== undefined && mayBecomeOne(file.name, name);
}

function isNewName(name: string, files: readonly Sent[]): boolean {
	return name !== '' && !files.some(file => isCalled(file, name));
}
