import { lookup } from 'mime-types';
import { companyId, users } from '../seed.js';
import type { AttachmentRecord } from '../store.js';
import type { World } from '../world.js';
import { extensionOf } from './upload.js';

/** Whose attachments these are. */
export type Teller = Pick<World, 'settings' | 'origin'>;

/** `UploadedFile`: the snake_case spelling. // cor-api §3.1 */
export function uploadedShape(world: Teller, record: AttachmentRecord): unknown {
	return {
		...shared(world, record),
		filename: `tasks/${record.taskId}/${record.storageName}`,
		item_id: record.taskId,
		type: 'tasks',
		token: record.token,
		company_id: companyId,
		task_log_reworks_id: null,
		task_log_id: record.taskId,
		graphics_count: null,
		created_from: record.createdFrom,
	};
}

/** `AttachmentDetail`: the camelCase spelling, of a root with its newest version. // cor-api §3.2, §3.6 */
export function listedShape(world: Teller, root: AttachmentRecord, versions: readonly AttachmentRecord[]): unknown {
	const current = versions.at(-1) ?? root;
	return {
		...detailShape(world, root),
		currentVersionData: current === root ? null : detailShape(world, current),
		currentVersionId: current.id,
		currentVersion: current.version,
	};
}

function detailShape(world: Teller, record: AttachmentRecord): object {
	const user = users.find(({ id }) => id === record.userId);
	return {
		...shared(world, record),
		parent_type: 'tasks',
		user: user && { id: user.id, first_name: user.firstName, last_name: user.lastName, picture: '' },
		graphicsCount: null,
		taskLogReworksId: null,
		createdFrom: record.createdFrom,
	};
}

function shared(world: Teller, record: AttachmentRecord): object {
	const originalname = namedAs(world, record);
	return {
		id: record.id,
		url: downloadUrl(world, record),
		name: originalname,
		originalname,
		created_at: record.createdAt,
		updated_at: record.createdAt,
		source: 'S3',
		size: record.size,
		available: record.available,
		attachment_parent_id: record.parentId,
		file_type: extensionOf(record.originalname),
		media_type: mediaTypeOf(record),
		discussions_id: null,
		user_id: record.userId,
		parent_id: record.taskId,
		version: record.version,
		status: record.status,
	};
}

/** cor-api §3.10: nothing says that the address needs the token, so it is only hard to guess. */
export function downloadUrl(world: Teller, record: AttachmentRecord): string {
	return `${world.origin}/files/${record.storageName}/${encodeURIComponent(record.originalname)}`;
}

/** By the name, since programs often send `application/octet-stream`; else what was sent. */
export function contentTypeOf({ originalname, mimeType }: AttachmentRecord): string {
	return lookup(originalname) || mimeType;
}

// cor-api §3.2: `image`, `pdf`, `video` …; COR's list is open.
function mediaTypeOf(record: AttachmentRecord): string {
	const [family = '', subtype = ''] = contentTypeOf(record).split('/');
	return family === 'application' ? subtype : family;
}

function namedAs({ settings: { variants } }: Teller, { id, originalname }: AttachmentRecord): string {
	switch (variants.fileNameForm) {
		case 'as-sent':
			return originalname;
		case 'ascii':
			return originalname.replace(/[^ -~]/gu, '_');
		case 'numbered':
			return `${id}-${originalname}`;
		default:
			return originalname.normalize(variants.fileNameForm);
	}
}
