import type * as vscode from 'vscode';
import { asVersion } from '../../attach/plan/plan.js';
import type { Gathered } from '../../attach/plan/stages.js';
import { inNaturalOrder } from '../../attach/text/natural-order.js';
import type { Task } from '../../cor/answers/answers.js';
import { gatherFiles } from '../files/gather.js';
import { logLeftOut } from '../sending/outcome-log.js';
import type { Receipt } from '../sending/receipt.js';
import { fieldSettings } from '../settings/settings.js';
import { askFile } from '../sources/sources.js';
import { lookAtMessage } from '../task-message/look-at-message.js';
import { pending } from '../task-message/pending-message.js';
import { attach } from './attach.js';
import type { AttachRequest } from './attach-request.js';
import type { Parts } from './parts.js';
import type { NewRound, ToTaskRound } from './round.js';

/** Arguments of the call. Missing ones are asked for. */
type Given = Partial<AttachRequest> & Required<Pick<AttachRequest, 'uris'>> & Partial<Pick<NewRound, 'occasion'>>;

/**
 * The flow for people: offer interrupted uploads → gather files → choose the task, signing in if necessary → review →
 * send → show the result. `undefined` if the person gives up before anything was sent.
 */
export async function attachAsked(parts: Parts, given: Given): Promise<Receipt | undefined> {
	const { uris, parentId, taskId, account, onExisting, message = '', occasion = 'first' } = given;
	if (uris.length === 0) {
		return undefined;
	}
	await beforeAttaching(parts);
	const said = await lookAtMessage(parts, message);
	return whileGathering(parts, uris, parentId, gathering =>
		attach(parts, {
			kind: 'new',
			chosen: uris,
			gathering,
			fields: { ...fieldSettings(), ...given.fields },
			typed: taskId === undefined ? '' : `#${taskId}`,
			account,
			onExisting,
			occasion,
			message: said && pending(said),
		}),
	);
}

/** Like `attachAsked`, for a known task. With `parentId` the single file becomes its new version after the review. */
export async function attachToTask(
	parts: Parts,
	task: Task,
	uris: readonly vscode.Uri[],
	parentId?: number,
): Promise<Receipt | undefined> {
	await beforeAttaching(parts);
	return whileGathering(parts, uris, parentId, (gathering, gather) => {
		const round: ToTaskRound = { kind: 'to-task', gathering, fields: fieldSettings(), task, occasion: 'first' };
		const chooseFile = async (): Promise<ToTaskRound | undefined> => {
			const uri = await askFile();
			return uri && { ...version, gathering: gather([uri]) };
		};
		const version: ToTaskRound = { ...round, occasion: 'wanted', chooseFile };
		return attach(parts, parentId === undefined ? round : version);
	});
}

/** Deals with what a crash has left behind. */
async function beforeAttaching({ archives, unfinished }: Parts): Promise<void> {
	void archives.sweep(); // never rejects; nobody needs to wait
	await unfinished.offer();
}

/**
 * Gathers files in natural order while `work` runs. `work` must await the result and report its errors. Gathering stops
 * when `work` ends.
 */
async function whileGathering<T>(
	parts: Parts,
	uris: readonly vscode.Uri[],
	parentId: number | undefined,
	work: (gathering: Promise<Gathered>, gather: (others: readonly vscode.Uri[]) => Promise<Gathered>) => Promise<T>,
): Promise<T> {
	const ended = new AbortController();
	const gather = (chosen: readonly vscode.Uri[]): Promise<Gathered> => {
		const inOrder = inNaturalOrder(chosen, ({ path }) => path);
		const gathering = gatherFiles(parts.worker, inOrder, 'shown', ended.signal).then(gathered => {
			logLeftOut(parts.log, gathered.leftOut);
			return { ...gathered, files: asVersion(gathered.files, parentId) };
		});
		gathering.catch(() => undefined);
		return gathering;
	};
	try {
		return await work(gather(uris), gather);
	} finally {
		ended.abort();
	}
}
