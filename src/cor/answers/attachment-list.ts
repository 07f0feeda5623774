import type { AttachmentList, ListedAttachment } from '../../attach/attachment.js';
import { CorError } from '../../attach/errors.js';
import type { Answer } from '../http/transport.js';
import { readAttachmentPage } from './answers.js';

// Far more than a task has. What says that it is longer is no list of COR's, and must fill neither memory nor time.
const maxPages = 1_000;
const maxAttachments = 20_000;
const maxBytes = 64 * 1024 * 1024;

/** A list that changes while it is read is read anew, so often in all. */
const maxReadings = 3;

/** Asked after each page with what was on it; `true` ends the reading there. */
type IsEnough = (page: readonly ListedAttachment[]) => boolean;

/**
 * A task's attachments, page by page, each once. What may not be whole is an error: nobody may take an attachment that
 * was not read for one that is not there. So a list that changed while it was read is read anew.
 * @param readPage the answer with a page, from 1
 * @throws CorError `unreadable-answer` if the pages end early, don't end, say the same again, change again and again, or
 * have entries that can't be read
 */
export async function readPages(
	readPage: (page: number) => Promise<Answer>,
	toIsEnough: () => IsEnough = () => () => false,
): Promise<AttachmentList> {
	for (let readings = 1; readings <= maxReadings; readings += 1) {
		const list = await readOnce(readPage, toIsEnough());
		if (list !== 'changed') {
			return list;
		}
	}
	throw unreadable('the attachments changed again and again while they were read');
}

/**
 * Ends the reading at the first page on which all attachments are known, as long as the newest come first: COR's ids grow,
 * and behind known ones there is nothing new.
 */
export function untilKnown(isKnown: (id: number) => boolean): () => IsEnough {
	return () => {
		let lowestId = Number.POSITIVE_INFINITY;
		let isInOrder = true;
		return page => {
			for (const { id } of page) {
				isInOrder &&= id <= lowestId;
				lowestId = Math.min(lowestId, id);
			}
			return isInOrder && page.every(({ id }) => isKnown(id));
		};
	};
}

async function readOnce(
	readPage: (page: number) => Promise<Answer>,
	isEnough: IsEnough,
): Promise<AttachmentList | 'changed'> {
	const found = new Map<number, ListedAttachment>();
	let bytes = 0;
	let shown = 0;
	let total = 0;
	for (let page = 1; page <= maxPages; page += 1) {
		const answer = await readPage(page);
		const { attachments, entries, lastPage = 0, total: told = total } = await readAttachmentPage(answer.body);
		const before = found.size;
		for (const attachment of attachments) {
			found.set(attachment.id, attachment);
		}
		bytes += answer.length;
		shown += entries;
		if (found.size > maxAttachments || bytes > maxBytes) {
			throw unreadable(`more than ${maxAttachments} attachments, or ${maxBytes} bytes`);
		}
		if (attachments.length < entries) {
			throw unreadable(`an entry on page ${page} of the attachments`);
		}
		if (told < total) {
			return 'changed'; // what was taken away has moved another one onto a page that was read before
		}
		total = told;
		const isAll = (lastPage > 0 || total > 0) && page >= lastPage && found.size >= total;
		// A bare list has no last page: it may come whole each time.
		const isPastEnd = page > lastPage && (entries === 0 || (lastPage === 0 && found.size === before));
		if (isAll || isPastEnd) {
			// One that was shown twice has taken the place of one that was not shown.
			const isChanged = shown > found.size && found.size < total;
			return isChanged ? 'changed' : { attachments: [...found.values()], isWhole: true };
		}
		if (found.size === before) {
			throw unreadable(`page ${page} of the attachments is empty, or says the same again`);
		}
		if (isEnough(attachments)) {
			return { attachments: [...found.values()], isWhole: false };
		}
	}
	throw unreadable(`more than ${maxPages} pages of attachments`);
}

function unreadable(message: string): CorError {
	return new CorError('unreadable-answer', message);
}
