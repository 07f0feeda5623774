import * as vscode from 'vscode';
import type { LateCopy } from '../../attach/arrival/late-copies.js';
import { CorError } from '../../attach/errors.js';
import type { PlannedFile } from '../../attach/plan/plan.js';
import { statFile } from '../files/files.js';
import type { Sent, Shipment } from '../sending/shipment.js';
import { correctLate } from './correct-late.js';
import { type LateParts, tellLate } from './tell-late.js';

/**
 * Has looked for later what may still turn up of a shipment. What is found is corrected and told in one message. Once the
 * account has signed out, or somebody else goes on with the batch, COR is not asked any more.
 */
export function watchSent(parts: LateParts, shipment: Shipment, { late, outcomes }: Sent): void {
	if (!late) {
		return;
	}
	const { connection, task, journal } = shipment;
	const { lingering, claims, habits } = late;
	const sent = outcomes.filter(({ end }) => end.status !== 'skipped').map(({ file }) => file);
	parts.later.watch({
		taskId: task.id,
		lingering,
		files: [...new Set<PlannedFile>([...sent, ...lingering.map(({ outcome }) => outcome.file)])],
		claims,
		habits,
		list: async () => {
			if ((await journal?.goOn()) === 'elsewhere') {
				throw new CorError('unexpected', 'somebody else goes on with the batch');
			}
			try {
				// Rejects before anything is asked once the account is signed out: its connection gives no token then.
				return await connection.client.readAttachments(task.id);
			} finally {
				await journal?.rest();
			}
		},
		onLate: async copies => {
			await correctLate(parts, shipment, late, copies);
			const told = await Promise.all(copies.map(copy => withSureExtra(copy, shipment)));
			void tellLate(parts, shipment, told); // never rejects; a message stays for as long as the person likes
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
