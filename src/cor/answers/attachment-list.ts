import type { AttachmentList, ListedAttachment } from '../../attach/attachment.js';
import { CorError } from '../../attach/errors.js';
import type { Answer } from '../http/transport.js';
import { readAttachmentPage } from './answers.js';

// No real task has that many. An endless list must fill neither memory nor time.
const maxPages = 1_000;
const maxAttachments = 20_000;
const maxBytes = 64 * 1024 * 1024;

/** A list that changes while it is being read is read again, up to this many times in all. */
const maxReadings = 3;

/** Called with each page. `true` ends the reading there. */
type IsEnough = (page: readonly ListedAttachment[]) => boolean;

/**
 * Reads a task's attachments page by page, each once. An incomplete list is an error, because callers take an
 * attachment that isn't listed for one that isn't stored. A list that changed while it was being read is read again.
 * @param readPage reads a page, counted from 1
 * @throws CorError `unreadable-answer` if the pages end early, never end, repeat, keep changing, or contain unreadable
 * entries
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
	throw unreadable('the attachments kept changing while they were read');
}

/**
 * Ends the reading at the first page on which everything is known, if the newest come first so far. Assumes that COR's
 * ids grow, so that older pages contain nothing new then.
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
		shown += new Set(attachments.map(({ id }) => id)).size; // twice on one page is a join of COR's, and no change
		if (found.size > maxAttachments || bytes > maxBytes) {
			throw unreadable(`more than ${maxAttachments} attachments, or ${maxBytes} bytes`);
		}
		if (attachments.length < entries) {
			throw unreadable(`page ${page} of the attachments has an unreadable entry`);
		}
		if (told < total) {
			return 'changed'; // a removed entry moved another one onto a page that was already read
		}
		total = told;
		const isAll = (lastPage > 0 || total > 0) && page >= lastPage && found.size >= total;
		// A bare list has no pages, so COR may return all of it each time.
		const isPastEnd = page > lastPage && (entries === 0 || (lastPage === 0 && found.size === before));
		if (isAll || isPastEnd) {
			// One entry appeared on two pages and another one not at all.
			const isChanged = shown > found.size && found.size < total;
			return isChanged ? 'changed' : { attachments: [...found.values()], isWhole: true };
		}
		if (found.size === before) {
			throw unreadable(`page ${page} of the attachments is empty, or repeats an earlier one`);
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
