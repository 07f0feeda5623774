import * as vscode from 'vscode';
import { CorError, toCorError } from '../../attach/errors.js';
import { decideUnasked, decideUnmatched } from '../../attach/plan/existing.js';
import { asConfirmed, asVersion } from '../../attach/plan/plan.js';
import { type DecidedFile, send, sentOf, unmatched } from '../../attach/plan/stages.js';
import { logLine } from '../../attach/text/log-line.js';
import { connectUnasked } from '../accounts/connect.js';
import { gatherFiles } from '../files/gather.js';
import { checkFiles } from '../files/guard.js';
import { watchSent } from '../late/watch-sent.js';
import { requireConfirmed } from '../sending/confirmed-files.js';
import { NotAsConfirmed } from '../sending/not-as-confirmed.js';
import { logLeftOut } from '../sending/outcome-log.js';
import { type Receipt, toReceipt } from '../sending/receipt.js';
import { sendFiles } from '../sending/send-files.js';
import { writeDown } from '../sending/write-down.js';
import { warnAboveBytesSetting } from '../settings/settings.js';
import { lookAtMessage } from '../task-message/look-at-message.js';
import { pending } from '../task-message/pending-message.js';
import { sendAfter } from '../task-message/send-message.js';
import { tellAndGoOn } from './attach.js';
import type { CompleteRequest } from './attach-request.js';
import { matchNow } from './existing-files.js';
import type { Parts } from './parts.js';
import { endUnsent, type Where } from './unsent.js';

/**
 * Attaches for programs without asking anything. Returns one outcome per file and never sends secrets. Never rejects,
 * except with `NotAsConfirmed` if a confirmed file has changed; then nothing was sent.
 */
export async function attachUnasked(parts: Parts, request: CompleteRequest, signal?: AbortSignal): Promise<Receipt> {
	const { taskId, fields, account, parentId, onExisting = 'beside', message: text = '', confirmed } = request;
	const gathered = await gatherFiles(parts.worker, request.uris, 'saved');
	logLeftOut(parts.log, gathered.leftOut);
	const leftOut = gathered.leftOut.count;
	const chosen = asConfirmed(asVersion([...gathered.files, ...gathered.cut], parentId), confirmed);
	let files: readonly DecidedFile[] = chosen.map(file => send(unmatched(file)));
	const looked = await lookAtMessage(parts, text);
	const message = looked && pending(looked);
	let where: Where = { task: { id: taskId, title: '' }, fields, message };
	const end = (why?: CorError | 'cancelled'): Receipt => {
		const result = endUnsent(parts, files, where, why);
		tellAndGoOn(parts, { ...result, isUnseen: true, leftOut });
		return toReceipt(taskId, result.sent.outcomes, { message });
	};
	try {
		if (!vscode.workspace.isTrusted) {
			throw new CorError('untrusted-workspace', 'a call that asks nothing, in a workspace that is not trusted');
		}
		const checked = await checkFiles(parts, chosen, warnAboveBytesSetting(), signal);
		files = checked.map(decideUnmatched);
		signal?.throwIfAborted(); // unchecked files must not be sent
		if (sentOf(files).length === 0) {
			return end();
		}
		const connection = await connectUnasked(parts, account);
		where = { ...where, connection };
		await connection.identify().catch(() => undefined); // if this fails, reading the task will report the error
		if (account === undefined) {
			await parts.accounts.choose(connection);
		}
		const task = await connection.client.readTask(taskId, signal);
		where = { ...where, task };
		const matched = onExisting === 'beside' ? undefined : await matchNow(parts, { task, connection }, checked, signal);
		files = matched?.files.map(file => decideUnasked(file, onExisting)) ?? files;
		if (sentOf(files).length === 0) {
			return end();
		}
		if (confirmed) {
			await requireConfirmed(files, confirmed, parts, signal);
		}
		const shipment = { connection, task, files, fields, listed: matched?.listed, signal };
		const journal = await writeDown(parts, shipment);
		const sent = await sendFiles(parts, { ...shipment, journal });
		await journal?.letGo(); // the program has the outcomes and decides alone how to go on
		watchSent(parts, { ...shipment, journal }, sent);
		const said = message && (await sendAfter(sent.outcomes, message, { task, connection, log: parts.log, signal }));
		const result = { kind: 'result', task, fields, sent, message: said, isSecondLook: false, isUnseen: true } as const;
		tellAndGoOn(parts, { ...result, leftOut });
		return toReceipt(taskId, sent.outcomes, { account: connection.label, message: said });
	} catch (error) {
		if (error instanceof NotAsConfirmed) {
			parts.log.warn(logLine(taskId, 'nothing was sent', error.message));
			throw error;
		}
		return end(signal?.aborted ? 'cancelled' : toCorError(error));
	}
}
