import type { StoredAttachment } from '../../attach/attachment.js';
import { mayBecomeOne } from '../../attach/plan/file-names.js';
import type { FilePart } from '../http/multipart.js';
import type { UploadAnswer } from './answers.js';

/** What an answer says of one file; `isOwn` where it names this one among several. */
export type Account = { readonly isOwn: boolean } & (
	| { readonly stored: StoredAttachment }
	| { readonly refused: string }
);

type Sent = Pick<FilePart, 'name' | 'size'>;

/**
 * What COR's answer says of each file of its request, in order; `undefined` where that is nothing, or cannot be trusted.
 * The answer to a single file is about that file. Of several, each is told by its name, once. Where COR gave names of its
 * own, names tell nothing, and a size does that one file alone has. An answer of more files than were sent tells nothing.
 */
export function accountFor(files: readonly Sent[], answer: UploadAnswer): (Account | undefined)[] {
	const { stored, refused } = answer;
	if (files.length === 1) {
		const [told] = [...stored.map(toStored), ...refused.map(toRefused)];
		return [told];
	}
	if (stored.length + refused.length > files.length) {
		return files.map(() => undefined);
	}
	const isRenamed = stored.some(({ name }) => files.filter(named(name)).length !== 1);
	const accounts = files.map(file => byName(file, isRenamed ? [] : stored, refused));
	const untold = files.filter((_, index) => !accounts[index]);
	const nameless = refused.filter(({ name }) => name === undefined);
	return files.map(
		(file, index) =>
			accounts[index] ??
			(isRenamed ? bySize(file, untold, stored) : undefined) ??
			(nameless.length === untold.length ? nameless.map(toRefused)[untold.indexOf(file)] : undefined),
	);
}

function byName(file: Sent, stored: UploadAnswer['stored'], refused: UploadAnswer['refused']): Account | undefined {
	const told = [
		...stored.filter(({ name }) => mayBecomeOne(name, file.name)).map(toStored),
		...refused.filter(({ name }) => name !== undefined && mayBecomeOne(name, file.name)).map(toRefused),
	];
	return told.length === 1 && told[0] ? { ...told[0], isOwn: true } : undefined;
}

function bySize({ size }: Sent, files: readonly Sent[], stored: UploadAnswer['stored']): Account | undefined {
	const [only, ...others] = stored.filter(attachment => attachment.size === size);
	const isOnly = files.filter(file => file.size === size).length === 1 && others.length === 0;
	return only && isOnly ? toStored(only) : undefined;
}

function named(name: string): (file: Sent) => boolean {
	return file => mayBecomeOne(file.name, name);
}

function toStored(stored: StoredAttachment): Account {
	return { stored, isOwn: false };
}

function toRefused({ message }: UploadAnswer['refused'][number]): Account {
	return { refused: message, isOwn: false };
}
