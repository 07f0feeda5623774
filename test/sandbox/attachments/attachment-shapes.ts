import { lookup } from 'mime-types';
import { companyId, users } from '../seed.js';
import type { AttachmentRecord } from '../store.js';
import { extensionOf } from '../uploads/upload.js';
import type { World } from '../world.js';
import { sizeAs } from './sizes.js';

const otherIds = 70_000;

/** Whose attachments these are. */
export type Teller = Pick<World, 'settings' | 'origin'>;

/** `UploadedFile`: the snake_case spelling. // cor-api §3.1 */
export function uploadedShape(world: Teller, record: AttachmentRecord): unknown {
	return {
		...shared(world, record),
		size: sizeAs(world.settings.variants.toldSize, record.size),
		user_id: userIdOf(world, record, 'upload'),
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
	return { ...detailShape(world, root), ...currentVersion(world, root, versions.at(-1) ?? root) };
}

// cor-api §10: what the list tells of the newest version, if anything.
function currentVersion(world: Teller, root: AttachmentRecord, current: AttachmentRecord): object {
	const numbers = { currentVersionId: current.id, currentVersion: current.version };
	const data = detailShape(world, current);
	switch (world.settings.variants.currentVersions) {
		case 'documented':
			return { currentVersionData: current === root ? null : data, ...numbers };
		case 'absent':
			return {};
		case 'null':
			return { currentVersionData: null, currentVersionId: null, currentVersion: null };
		case 'null-data':
			return { currentVersionData: null, ...numbers };
		case 'root-data':
			return { currentVersionData: data, ...numbers };
		case 'short-data':
			return { currentVersionData: { id: current.id, version: current.version }, ...numbers };
	}
}

function detailShape(world: Teller, record: AttachmentRecord): object {
	const user = users.find(({ id }) => id === record.userId);
	const userId = userIdOf(world, record, 'list');
	return {
		...shared(world, record),
		size: sizeAs(world.settings.variants.listedSize, record.size),
		user_id: userId,
		parent_type: 'tasks',
		user: user && { id: userId, first_name: user.firstName, last_name: user.lastName, picture: '' },
		graphicsCount: null,
		taskLogReworksId: null,
		createdFrom: record.createdFrom,
	};
}

function shared(world: Teller, record: AttachmentRecord): object {
	const name = namedAs(world, record);
	return {
		id: record.id,
		url: downloadUrl(world, record),
		name,
		originalname: { told: name, empty: '', missing: undefined }[world.settings.variants.originalname],
		created_at: record.createdAt,
		updated_at: record.createdAt,
		source: 'S3',
		available: record.available,
		attachment_parent_id: record.parentId,
		file_type: extensionOf(record.originalname),
		media_type: mediaTypeOf(record),
		discussions_id: null,
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

// cor-api §10 (end): an answer may know the same person by another id than `/me`, or by none.
function userIdOf(
	{ settings: { variants } }: Teller,
	{ userId }: AttachmentRecord,
	where: 'upload' | 'list',
): number | undefined {
	switch (variants.userIds) {
		case 'own':
			return userId;
		case 'other':
			return userId + otherIds;
		case 'other-in-list':
			return where === 'list' ? userId + otherIds : userId;
		case 'missing-in-list':
			return where === 'list' ? undefined : userId;
	}
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
