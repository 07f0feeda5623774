import type { Shipment } from '../../editor/sending/send-files.js';
import { withoutLeftOut } from '../plan/left-out.js';
import { isMade } from '../plan/made-file.js';
import type { PlannedFile } from '../plan/plan.js';
import { type JournaledBatch, type JournaledFile, journaledUri } from './journal-lines.js';

/** What is written down of a shipment. */
export function toJournaledBatch({ connection, task, files, fields }: Shipment): Omit<JournaledBatch, 'id'> {
	return {
		createdAt: new Date().toISOString(),
		apiUrl: connection.apiUrl.href,
		...(connection.label !== undefined && { account: connection.label }),
		task: { id: task.id, title: task.title },
		fields: { ...fields },
		files: withoutLeftOut(files).map(toJournaledFile),
	};
}

function toJournaledFile(file: PlannedFile): JournaledFile {
	const { name, relativePath, size, mtimeMs, parentId } = file;
	const uri = journaledUri(file.uri);
	return {
		uri,
		name,
		relativePath,
		size,
		...(mtimeMs !== undefined && { mtimeMs }),
		...(parentId !== undefined && { parentId }),
		...((isInMemory(file) || uri !== file.uri) && { isUnsaved: true }),
	};
}

function isInMemory({ uri, unsaved }: PlannedFile): boolean {
	return uri.startsWith('untitled:') || isMade(uri) || unsaved?.sends === 'shown';
}
