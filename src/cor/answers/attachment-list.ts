import type { ListedAttachment } from '../../attach/attachment.js';
import { CorError } from '../../attach/errors.js';
import type { Answer } from '../http/transport.js';
import { readAttachmentPage } from './answers.js';

// Far more than a task has. What says that it is longer is no list of COR's, and must fill neither memory nor time.
const maxPages = 200;
const maxAttachments = 20_000;
const maxBytes = 64 * 1024 * 1024;

/**
 * A task's attachments, page by page, each once: a list that grows while it is read shows some of them twice.
 * @param readPage the answer with a page, from 1
 * @throws CorError `unreadable-answer` where the pages don't end, or say the same again
 */
export async function readAllPages(readPage: (page: number) => Promise<Answer>): Promise<ListedAttachment[]> {
	const found = new Map<number, ListedAttachment>();
	let bytes = 0;
	for (let page = 1; page <= maxPages; page += 1) {
		const answer = await readPage(page);
		const { attachments, lastPage } = await readAttachmentPage(answer.body);
		const before = found.size;
		for (const attachment of attachments) {
			found.set(attachment.id, attachment);
		}
		bytes += answer.length;
		if (found.size > maxAttachments || bytes > maxBytes) {
			throw new CorError('unreadable-answer', `more than ${maxAttachments} attachments, or ${maxBytes} bytes`);
		}
		if (page >= lastPage) {
			return [...found.values()];
		}
		if (attachments.length > 0 && found.size === before) {
			throw new CorError('unreadable-answer', `page ${page} of the attachments says the same as those before`);
		}
	}
	throw new CorError('unreadable-answer', `more than ${maxPages} pages of attachments`);
}
