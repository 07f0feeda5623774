import type { UploadFields } from '../fields.js';
import { isInNoFile } from '../plan/made-file.js';
import type { PlannedFile } from '../plan/plan.js';
import { withoutPassword } from '../text/without-password.js';
import type { JournaledBatch, JournaledFile } from './journal-lines.js';

/** A batch as the caller knows it before sending. */
interface Batch {
	readonly apiUrl: URL;
	/** Display name of the sender, if known. */
	readonly label: string | undefined;
	readonly task: { readonly id: number; readonly title: string };
	readonly files: readonly PlannedFile[];
	readonly fields: UploadFields;
}

export function toJournaledBatch({ apiUrl, label, task, files, fields }: Batch): Omit<JournaledBatch, 'id'> {
	return {
		createdAt: new Date().toISOString(),
		apiUrl: apiUrl.href,
		...(label !== undefined && { account: label }),
		task: { id: task.id, title: task.title },
		fields: { ...fields },
		files: files.map(toJournaledFile),
	};
}

function toJournaledFile(file: PlannedFile): JournaledFile {
	const { name, relativePath, size, mtimeMs, parentId } = file;
	const uri = withoutPassword(file.uri);
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

function isInMemory(file: PlannedFile): boolean {
	return isInNoFile(file) || file.unsaved?.sends === 'shown';
}
