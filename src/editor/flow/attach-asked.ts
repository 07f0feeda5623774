import * as vscode from 'vscode';
import type { KnownList } from '../../attach/delivery/delivery.js';
import { CorError, toCorError } from '../../attach/errors.js';
import type { UploadFields } from '../../attach/fields.js';
import { toJournaledBatch } from '../../attach/journal/journaled-batch.js';
import type { FileEnd, Outcome } from '../../attach/outcome.js';
import { decide, decideUnasked, type OnExisting, withoutExisting } from '../../attach/plan/existing.js';
import { asVersion, type Gathered, type PlannedFile, totalBytes } from '../../attach/plan/plan.js';
import { plainText } from '../../attach/text/plain-text.js';
import type { Task } from '../../cor/answers/answers.js';
import { type BatchJournal, beginJournal } from '../../machine/journal/batch-journal.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { connectAgain, connectAs, connectAsBefore, connectAsking, requireApiUrl } from '../accounts/connect.js';
import { askToReconnect } from '../accounts/reconnect.js';
import { gatherFiles } from '../files/gather.js';
import { checkFiles, leaveSecretsOut } from '../files/guard.js';
import { doubtIgnored } from '../files/ignored-files.js';
import { askFiles, chosenUris } from '../files/sources.js';
import { taskLabel } from '../messages/ask.js';
import { tellFailure } from '../messages/failure.js';
import { formatBytes, formatCount } from '../messages/format.js';
import { type Reviewed, type ReviewedFor, type ReviewOccasion, review } from '../review/review.js';
import { logOutcome } from '../sending/outcome-log.js';
import { type Receipt, toReceipt } from '../sending/receipt.js';
import { type Sent, type Shipment, sendFiles } from '../sending/send-files.js';
import { fieldSettings, warnAboveBytesSetting } from '../settings/settings.js';
import { chooseTask, type TaskChoice } from '../task/choose-task.js';
import { confirmTask } from '../task/confirm-task.js';
import { tellAndFollow, type WaysOn } from './after.js';
import type { Packing } from './attach-archive.js';
import type { AttachRequest, CompleteRequest } from './attach-request.js';
import { findExisting, readKnownList } from './existing-files.js';
import type { Parts } from './parts.js';

const listPatienceMs = 10_000; // a look at what is there is worth no more; before sending it is waited for longer

/**
 * The order of things for people: gather → sign in if need be → choose the task → review → send → tell. What `given` holds already
 * is not asked for. `undefined` where the person gives up on the way: nothing was sent then.
 */
export async function attachAsked(
	parts: Parts,
	given: Partial<AttachRequest> & Pick<Ways, 'occasion'>,
	clicked?: unknown,
	selected?: unknown,
): Promise<Receipt | undefined> {
	const uris = given.uris ?? (await chooseUris(clicked, selected));
	if (uris.length === 0) {
		return undefined;
	}
	const gathered = await gatherFiles(uris, 'shown');
	if (gathered.files.length === 0) {
		tellNothingToAttach(gathered);
		return undefined;
	}
	const files = asVersion(gathered.files, given.parentId);
	const fields = { ...fieldSettings(), ...given.fields };
	const to = {
		typed: given.taskId === undefined ? '' : `#${given.taskId}`,
		...(given.account !== undefined && { account: given.account }),
	};
	const { onExisting, occasion } = given;
	return attachFiles(parts, { ...gathered, files }, fields, to, { onExisting, occasion });
}

/** The same for a task that is known already; with `parentId` the one file becomes a new version of it. */
export async function attachToTask(
	parts: Parts,
	task: Task,
	uris: readonly vscode.Uri[],
	parentId?: number,
): Promise<Receipt | undefined> {
	const gathered = await gatherFiles(uris, 'shown');
	return attachFiles(parts, { ...gathered, files: asVersion(gathered.files, parentId) }, fieldSettings(), task);
}

/** The same for programs: nothing is asked, one outcome for each file, secrets stay behind. Never rejects. */
export async function attachUnasked(parts: Parts, request: CompleteRequest, signal?: AbortSignal): Promise<Receipt> {
	const { taskId, fields, account, parentId, onExisting = 'beside' } = request;
	const gathered = await gatherFiles(request.uris, 'saved');
	let files = asVersion([...gathered.files, ...gathered.cut], parentId);
	let connection: Connection | undefined;
	const unread = { id: taskId, title: '' };
	try {
		if (!vscode.workspace.isTrusted) {
			throw new CorError('untrusted-workspace', 'a call that asks nothing, in a workspace that is not trusted');
		}
		files = leaveSecretsOut(await checkFiles(files, warnAboveBytesSetting(), signal));
		signal?.throwIfAborted(); // files that were not looked at must not leave
		if (files.every(({ leftOut }) => leftOut)) {
			return toReceipt(taskId, endUnsent(parts, files, { task: unread, fields }));
		}
		connection = account === undefined ? await connectAsBefore(parts) : await connectAs(parts, account);
		await connection.identify().catch(() => undefined); // what goes wrong with it goes wrong with the task, too
		if (account === undefined) {
			await parts.accounts.choose(connection);
		}
		const task = await connection.client.readTask(taskId, signal);
		let listed: KnownList | undefined;
		if (onExisting !== 'beside') {
			listed = await readKnownList(parts.claims, connection, task, signal);
			const found = await findExisting(files, listed, parts.history, { apiUrl: connection.apiUrl, taskId }, signal);
			files = found.map(file => decideUnasked(file, onExisting));
			if (files.every(({ leftOut }) => leftOut)) {
				return toReceipt(taskId, endUnsent(parts, files, { task, fields, connection }));
			}
		}
		const shipment = { connection, task, files, fields, listed, signal };
		const journal = await writeDown(parts, shipment);
		const sent = await sendFiles(parts, { ...shipment, journal });
		await journal?.letGo(); // the program has the outcomes and decides alone how to go on
		tell(parts, sent, task, fields);
		return toReceipt(taskId, sent.outcomes, connection.label);
	} catch (error) {
		const why = signal?.aborted ? 'cancelled' : toCorError(error);
		return toReceipt(taskId, endUnsent(parts, files, { task: unread, fields, connection }, why));
	}
}

async function chooseUris(clicked: unknown, selected: unknown): Promise<readonly vscode.Uri[]> {
	const chosen = chosenUris(clicked, selected);
	return chosen.length > 0 ? chosen : askFiles();
}

function tellNothingToAttach({ leftOut }: Gathered): void {
	void vscode.window.showInformationMessage(
		leftOut > 0
			? vscode.l10n.t('Nothing to attach: everything in the folder is left out, for example because Git ignores it.')
			: vscode.l10n.t('Nothing to attach: the folder is empty.'),
	);
}

/** What is known of the task, and in words whom to send as. */
interface Wanted {
	readonly typed: string;
	readonly account?: string;
}

interface Ways {
	/** That the files were sent, or seen, before, as whom, and what was written down of that. */
	readonly again?: { readonly begun: BatchJournal | undefined; readonly connection: Connection | undefined };
	/** What somebody decided for all files whose name is on the task. */
	readonly onExisting?: OnExisting | undefined;
	readonly occasion?: ReviewOccasion | undefined;
}

/** From here on the files are known: they are kept until the task is found or the person gives up. */
async function attachFiles(
	parts: Parts,
	gathered: Gathered,
	wanted: UploadFields,
	to: Task | Wanted,
	{ again, onExisting, occasion = 'first' }: Ways = {},
): Promise<Receipt | undefined> {
	const abort = new AbortController();
	try {
		// Reads the files while the person chooses the task.
		const checking = checkFiles(gathered.files, warnAboveBytesSetting(), abort.signal).then(files =>
			doubtIgnored(files, abort.signal),
		);
		const choice =
			'typed' in to ? await chooseTaskFor(parts, gathered, to) : await connectFor(parts, to, again?.connection);
		const isSeen = again !== undefined && !('typed' in to);
		const looking = choice && lookAtTask(parts, choice, checking, isSeen ? 'seen' : onExisting, abort.signal);
		const isPicked = 'typed' in to || again?.connection !== undefined;
		const reviewed =
			looking &&
			(await review(
				gathered,
				looking.then(({ files }) => files),
				wanted,
				reviewedFor(choice, !isPicked),
				again ? 'again' : occasion,
			));
		if (!reviewed) {
			return undefined;
		}
		if (!again) {
			await parts.accounts.choose(choice.connection);
		}
		const { listed } = await looking;
		// A task that was typed was asked for right before this, unless the review came in between.
		const isFresh = 'typed' in to && !reviewed.wasShown;
		return await sendReviewed(parts, choice, reviewed, { isFresh, listed, onExisting, begun: again?.begun });
	} finally {
		abort.abort();
	}
}

interface Reviewing {
	/** Whether COR was asked for the task only just now. */
	readonly isFresh: boolean;
	readonly listed: KnownList | undefined;
	readonly onExisting: OnExisting | undefined;
	readonly begun: BatchJournal | undefined;
}

/** Sends what somebody has looked at to the task that they chose, if it still is that task. */
async function sendReviewed(
	parts: Parts,
	choice: TaskChoice,
	reviewed: Reviewed,
	{ isFresh, listed, onExisting, begun }: Reviewing,
): Promise<Receipt | undefined> {
	const { connection } = choice;
	const { fields } = reviewed;
	const endAll = (files: readonly PlannedFile[], error?: CorError): Receipt =>
		toReceipt(choice.task.id, endUnsent(parts, files, { ...choice, fields }, error));
	if (reviewed.files.every(({ leftOut }) => leftOut)) {
		return endAll(reviewed.files);
	}
	const confirmed = isFresh ? ({ status: 'send', task: choice.task } as const) : await confirmTask(choice);
	if (confirmed.status === 'gone') {
		return endAll(reviewed.files, confirmed.error);
	}
	if (confirmed.status === 'choose-another') {
		const anew = { files: withoutExisting(reviewed.files), leftOut: 0, isCut: false, cut: [] };
		return attachFiles(parts, anew, fields, { typed: '' }, { onExisting });
	}
	if (confirmed.status === 'given-up') {
		return undefined;
	}
	const { task } = confirmed;
	const packed = await packWanted(parts, reviewed, { choice: { connection, task }, fields, listed, onExisting });
	if (!packed) {
		return undefined;
	}
	const { files } = packed;
	if (files.every(({ leftOut }) => leftOut)) {
		return endAll(files);
	}
	const goesOn = await begun?.goOn();
	if (goesOn === 'elsewhere') {
		tellTakenUp();
		return undefined;
	}
	const journal = goesOn === 'kept' ? begun : undefined;
	return toReceipt(task.id, await sendAsked(parts, { connection, task, files, fields, journal, listed }));
}

/** One archive in the place of the files, where that is wanted. Few want it: what it needs is loaded then. */
async function packWanted(parts: Parts, reviewed: Reviewed, wanted: Packing): Promise<Reviewed | undefined> {
	if (reviewed.archiveName === undefined) {
		return reviewed;
	}
	const { packReviewed } = await import('./attach-archive.js');
	return packReviewed(parts, reviewed.files, reviewed.archiveName, wanted);
}

/** The files with what is on the task in their place; without it where that can't be read in time, or was seen before. */
async function lookAtTask(
	{ claims, history, log }: Parts,
	{ task, connection }: TaskChoice,
	checking: Promise<readonly PlannedFile[]>,
	onExisting: OnExisting | 'seen' | undefined,
	signal: AbortSignal,
): Promise<{ readonly files: readonly PlannedFile[]; readonly listed?: KnownList }> {
	if (onExisting === 'seen') {
		return { files: await checking };
	}
	const inTime = AbortSignal.any([signal, AbortSignal.timeout(listPatienceMs)]);
	const reading = readKnownList(claims, connection, task, inTime).catch((error: unknown) => {
		if (!signal.aborted) {
			log.warn(`task ${task.id}: what is on it could not be read: ${toCorError(error).message}`);
		}
		return undefined;
	});
	const [files, listed] = await Promise.all([checking, reading]);
	if (!listed) {
		return { files };
	}
	const where = { apiUrl: connection.apiUrl, taskId: task.id };
	const found = await findExisting(files, listed, history, where, signal);
	return { files: onExisting ? found.map(file => decide(file, onExisting)) : found, listed };
}

function chooseTaskFor(
	parts: Parts,
	gathered: Pick<Gathered, 'files' | 'leftOut'>,
	{ typed, account }: Wanted,
): Promise<TaskChoice | undefined> {
	return chooseTask(parts, pickTitle(gathered), onePerFolder(gathered.files), typed, account);
}

// All files of a folder are on one branch, and there can be thousands.
function onePerFolder(files: readonly PlannedFile[]): readonly vscode.Uri[] {
	const byFolder = new Map(files.map(({ uri }) => [uri.slice(0, uri.lastIndexOf('/')), uri]));
	return [...byFolder.values()].map(uri => vscode.Uri.parse(uri, true));
}

/** What was begun as somebody goes on as nobody else. */
async function connectFor(parts: Parts, task: Task, before: Connection | undefined): Promise<TaskChoice | undefined> {
	const connection = before ? await connectAgain(parts, before) : await connectAsking(parts);
	return connection && { task, connection };
}

// In the pick, and before a retry, the person has seen who sends; where there is but one account it needs no look.
function reviewedFor({ task, connection }: TaskChoice, isUnseen: boolean): ReviewedFor {
	const { account, shortName } = connection;
	const sender = { shortName, isUnseen: isUnseen && account?.isOnly === false };
	return { task: taskLabel(task), sender };
}

function pickTitle({ files, leftOut }: Pick<Gathered, 'files' | 'leftOut'>): string {
	const size = formatBytes(totalBytes(files));
	const title =
		files.length === 1
			? vscode.l10n.t('Attach {0} ({1})', plainText(files[0]?.name ?? '', 45), size)
			: vscode.l10n.t('Attach {0} files ({1})', formatCount(files.length), size);
	return leftOut > 0 ? `${title} · ${vscode.l10n.t('left out: {0}', formatCount(leftOut))}` : title;
}

function writeDown({ journals, log }: Parts, shipment: Shipment): Promise<BatchJournal | undefined> {
	return beginJournal(
		journals,
		toJournaledBatch({ ...shipment, apiUrl: shipment.connection.apiUrl, label: shipment.connection.label }),
		log,
	);
}

/** Sends under the person's eyes and tells the result. What is left stays in the journal, which begins here unless it is given. */
export async function sendAsked(
	parts: Parts,
	shipment: Omit<Shipment, 'reconnect'>,
): Promise<readonly Outcome<PlannedFile>[]> {
	const journal = shipment.journal ?? (await writeDown(parts, shipment));
	const reconnect = (): Promise<Connection | undefined> => askToReconnect(parts, shipment.task, shipment.connection);
	const sent = await sendFiles(parts, { ...shipment, journal, reconnect });
	tell(parts, sent, shipment.task, shipment.fields);
	return sent.outcomes;
}

/** Ends files of which nothing is sent: left out on purpose, cancelled, or failed. */
function endUnsent(
	parts: Parts,
	files: readonly PlannedFile[],
	{ task, fields, connection }: { task: Task; fields: UploadFields; connection?: Connection | undefined },
	why?: CorError | 'cancelled',
): readonly Outcome<PlannedFile>[] {
	const outcomes = files.map(file => ({ file, end: unsentEnd(file, why), tookMs: 0 }));
	for (const outcome of outcomes) {
		logOutcome(parts.log, outcome, task.id);
	}
	tell(parts, { ...(connection && { connection }), outcomes, doubtful: new Map() }, task, fields);
	return outcomes;
}

function unsentEnd({ leftOut, problem }: PlannedFile, why?: CorError | 'cancelled'): FileEnd {
	if (leftOut || !why) {
		return { status: 'skipped', why: leftOut ?? { kind: 'unticked' } };
	}
	return why === 'cancelled' ? { status: 'cancelled' } : { status: 'failed', error: problem ?? why };
}

// Not awaited: the result stays on the screen for as long as the person likes, and the caller has its answer.
function tell(parts: Parts, sent: Sent, task: Task, fields: UploadFields, isSecondLook = false): void {
	const ways: WaysOn = {
		attachAgain: (files, wanted) => {
			const to = wanted && isStillThere(sent) ? wanted : undefined;
			const again = { begun: wanted && sent.journal, connection: sent.connection };
			const anew = to ? files : withoutExisting(files); // what is there was on that task
			return attachFiles(parts, { files: anew, leftOut: 0, isCut: false, cut: [] }, fields, to ?? { typed: '' }, {
				again,
			});
		},
		lookAgain: () => lookAgain(parts, sent, task, fields),
	};
	tellAndFollow(parts, sent, task, ways, isSecondLook).catch((error: unknown) => tellFailure(parts, error));
}

// A task's number means something only where the files went; elsewhere another task may have it.
function isStillThere({ connection }: Sent): boolean {
	return connection === undefined || connection.apiUrl.href === requireApiUrl().href;
}

/** Looks for files that may have arrived, where they went; sends nothing. */
async function lookAgain(
	parts: Parts,
	{ connection: before, doubtful, journal: begun }: Sent,
	task: Task,
	fields: UploadFields,
): Promise<void> {
	const connection = before ? await connectAgain(parts, before) : await connectAsking(parts);
	if (!connection) {
		return;
	}
	const goesOn = await begun?.goOn();
	if (goesOn === 'elsewhere') {
		tellTakenUp();
		return;
	}
	// A journal that is through takes nothing down, but tells this batch from the others.
	const shipment = { connection, task, files: [...doubtful.keys()], fields, earlier: doubtful, journal: begun };
	tell(parts, await sendFiles(parts, shipment), task, fields, true);
}

/** Says that what is left of a batch is no longer this flow's. */
export function tellTakenUp(): void {
	void vscode.window.showInformationMessage(vscode.l10n.t('This upload was finished or discarded elsewhere.'));
}
