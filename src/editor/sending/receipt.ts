import type { Outcome } from '../../attach/outcome.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { markdownLink, markdownText } from '../../attach/text/markdown.js';
import { plainText } from '../../attach/text/plain-text.js';
import { explain } from '../messages/explain-failure.js';
import { explainBeside, explainDoubt, explainGrown, versionTwiceSentence } from '../messages/explain-files.js';
import type { PendingMessage } from '../task-message/pending-message.js';

/** Return value for programs: one outcome per file. */
export interface Receipt {
	readonly taskId: number;
	/** Name and mail address of the sender; missing if nothing was sent. */
	readonly account?: string;
	readonly outcomes: readonly ReceiptLine[];
	/** What happened to the message; missing if there was none. */
	readonly message?: MessageReceipt;
}

/** `waits`: not sent, because not all files are attached, or because it may contain a secret. */
interface MessageReceipt {
	readonly status: PendingMessage['end']['status'];
	/** Why it is not known to be sent, in the display language. */
	readonly reason?: string;
}

/** What is reported besides the files. */
interface Beside {
	readonly account?: string | undefined;
	readonly message?: PendingMessage | undefined;
}

export interface ReceiptLine {
	readonly uri: string;
	/** Name in COR. */
	readonly name: string;
	readonly status: Outcome<PlannedFile>['end']['status'];
	readonly attachmentId?: number;
	/** Address of the file. Confidential. */
	readonly url?: string;
	readonly version?: number;
	/** In the display language: why the file isn't attached, isn't a new version, or lacks what was added to it since. */
	readonly reason?: string;
}

export function toReceipt(
	taskId: number,
	outcomes: readonly Outcome<PlannedFile>[],
	{ account, message }: Beside = {},
): Receipt {
	return {
		taskId,
		...(account !== undefined && { account }),
		outcomes: outcomes.map(toLine),
		...(message && { message: toMessageReceipt(message) }),
	};
}

function toMessageReceipt({ end, doubts }: PendingMessage): MessageReceipt {
	const { status } = end;
	if (status === 'waits') {
		return { status, ...(doubts.length > 0 && { reason: doubts.map(explainDoubt).join(' ') }) };
	}
	return { status, ...(status !== 'sent' && { reason: explain(end.error) }) };
}

/** The names and the task's address for sharing. Never contains the files' own addresses. */
export function linksText(label: string, page: string | undefined, outcomes: readonly Outcome<PlannedFile>[]): string {
	const task = plainText(label); // one line only, since text pasted into a terminal may run
	return [page === undefined ? `COR ${task}` : `COR ${task}: ${page}`, ...attachedNames(outcomes), ''].join('\n');
}

/** Like `linksText`, in Markdown for a commit message or pull request. */
export function linksMarkdown(
	label: string,
	page: string | undefined,
	outcomes: readonly Outcome<PlannedFile>[],
): string {
	const names = attachedNames(outcomes, markdownText);
	return [markdownLink(`COR ${plainText(label)}`, page), '', ...names, ''].join('\n');
}

function attachedNames(outcomes: readonly Outcome<PlannedFile>[], write = (name: string) => name): readonly string[] {
	return outcomes.flatMap(({ file, end }) => {
		const { version = 1 } = end.status === 'attached' ? end.attachment : {};
		return end.status === 'attached' ? [`- ${write(file.name)}${version > 1 ? ` (v${version})` : ''}`] : [];
	});
}

/** The files' own addresses, one per line. */
export function directLinksText(outcomes: readonly Outcome<PlannedFile>[]): string {
	return outcomes
		.flatMap(({ end }) => (end.status === 'attached' && end.attachment.url ? [end.attachment.url] : []))
		.join('\n');
}

function toLine({ file, end }: Outcome<PlannedFile>): ReceiptLine {
	const line = { uri: file.uri, name: file.name, status: end.status };
	switch (end.status) {
		case 'attached': {
			const { id, url, version } = end.attachment;
			const reasons = [
				...(end.isBeside ? [explainBeside()] : []),
				...(end.grownFrom === undefined ? [] : [explainGrown(end.grownFrom)]),
				...(end.isMaybeDoubled ? [versionTwiceSentence([plainText(file.name, 60)])] : []),
			];
			return {
				...line,
				attachmentId: id,
				...(url && { url }),
				...(version !== undefined && { version }),
				...(reasons.length > 0 && { reason: reasons.join(' ') }),
			};
		}
		case 'failed':
		case 'unknown':
			return { ...line, reason: explain(end.error) };
		case 'skipped':
			return { ...line, reason: explainDoubt(end.why) };
		case 'cancelled':
			return line;
	}
}
