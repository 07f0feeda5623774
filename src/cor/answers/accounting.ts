import type { StoredAttachment } from '../../attach/attachment.js';
import { mayBecomeOne } from '../../attach/names/file-names.js';
import type { FilePart } from '../http/multipart.js';
import type { UploadAnswer } from './answers.js';

/** What an answer says about one file. `isOwn` if it names this file. */
export type Account = { readonly isOwn: boolean } & (
	| { readonly stored: StoredAttachment }
	| { readonly refused: string }
);

type Sent = Pick<FilePart, 'name' | 'size'>;

/**
 * What COR's answer says about each file of the request, in order; `undefined` if it says nothing, or nothing
 * consistent. The rules are the same for one file and for several, and the position in the answer is ignored:
 * - A file that `refused` names is refused, whatever else the answer says.
 * - An attachment is a file's if size and name match, or if the size matches and no file has its name. Only one
 *   attachment may match. A new name is accepted only if no other file has this size and the answer covers at least as
 *   many files as were sent.
 * - Refusals without a known name belong to the remaining files, if the numbers are equal and every attachment belongs
 *   to a file.
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

/**
 * Whether one of these attachments may be this file, on less evidence than `accountFor` needs: it has the file's name, or
 * no file's name and a size that doesn't differ.
 */
export function mayBeAmong(stored: UploadAnswer['stored'], file: Sent, files: readonly Sent[]): boolean {
	return stored.some(
		({ name, size = file.size }) =>
			isCalled(file, name) || (size === file.size && !files.some(other => isCalled(other, name))),
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
