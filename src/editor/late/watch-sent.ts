import * as vscode from 'vscode';
import type { LateCopy } from '../../attach/arrival/late-copies.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { statFile } from '../files/files.js';
import type { Sent, Shipment } from '../sending/shipment.js';
import { correctLate } from './correct-late.js';
import { type LateParts, tellLate } from './tell-late.js';

/**
 * Starts the later looks for a shipment. Findings are recorded and shown in one message. COR isn't asked any more after
 * the account has signed out or somebody else has resumed the batch.
 */
export function watchSent(parts: LateParts, shipment: Shipment, { late, outcomes }: Sent): void {
	if (!late) {
		return;
	}
	const { connection, task, journal } = shipment;
	const { lingering, claims, habits } = late;
	const sent = outcomes.filter(({ end }) => end.status !== 'skipped').map(({ file }) => file);
	// After sign-out this rejects before sending anything, since the connection has no token.
	const list = () => connection.client.readAttachments(task.id);
	parts.later.watch({
		taskId: task.id,
		lingering,
		files: [...new Set<PlannedFile>([...sent, ...lingering.map(({ outcome }) => outcome.file)])],
		claims,
		habits,
		list: () => (journal ? journal.duringRun(list) : list()),
		onLate: async copies => {
			await correctLate(parts, shipment, late, copies);
			const told = await Promise.all(copies.map(copy => withSureExtra(copy, shipment)));
			void tellLate(parts, shipment, told); // never rejects; the message stays as long as the person likes
		},
	});
}

/** An extra copy can be removed without loss only if the file had the same contents in every request. */
async function withSureExtra(copy: LateCopy, { earlier, untold, lingering = [] }: Shipment): Promise<LateCopy> {
	if (copy.kind !== 'doubled' || !copy.extra) {
		return copy;
	}
	const { uri, size, mtimeMs } = copy.file;
	const before = [
		...(earlier?.keys() ?? []),
		...(untold?.keys() ?? []),
		...lingering.map(({ outcome }) => outcome.file),
	];
	const now = await statFile(vscode.Uri.parse(uri, true)).catch(() => undefined);
	const isSame = typeof now === 'object' && mtimeMs !== undefined && now.mtimeMs === mtimeMs && now.size === size;
	if (isSame && !before.some(file => file.uri === uri)) {
		return copy;
	}
	const { extra: _extra, ...doubled } = copy;
	return doubled;
}
