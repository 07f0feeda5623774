import { createHash } from 'node:crypto';
import type { LeftOut } from '../../sandbox/answers/faults.js';
import { uploadedShape } from '../../sandbox/attachments/attachment-shapes.js';
import { listAttachments } from '../../sandbox/attachments/attachments.js';
import { keptOf, refusalOfSeveral, toldOf } from '../../sandbox/attachments/several-files.js';
import { mainUser, type SeedUser, tasks, users } from '../../sandbox/seed.js';
import { changed, defaultSettings, type Settings } from '../../sandbox/settings.js';
import type { AttachmentRecord } from '../../sandbox/store.js';
import type { Variants } from '../../sandbox/variants.js';
import { asDocumented, type World } from '../schedules/schedule.js';

export interface ModelAnswer {
	readonly status: number;
	/** A string is HTML, `undefined` nothing, anything else JSON. */
	readonly body: unknown;
}

export interface ModelUpload {
	readonly name: string;
	readonly bytes: Buffer;
	readonly parentId: number | null;
}

/** The names of files of a request that fare worse than the others. */
export type LeftOutFiles = Readonly<Partial<Record<LeftOut, string>>>;

/** COR in memory: what the sandbox does with the requests that this extension sends, without network, disk and time. */
export class CorModel {
	readonly origin = 'http://cor.model';
	settings: Settings;
	readonly #world: World;
	readonly #listedAt = new Map<number, number>();
	readonly store = { ofTask: (taskId: number) => this.records.filter(record => record.taskId === taskId) };
	records: AttachmentRecord[] = [];
	#count = 0;
	readonly #tokens = new Set<string>();
	#tokenCount = 0;

	constructor(variants: Partial<Variants> = {}, world: World = asDocumented) {
		this.#world = world;
		this.settings = changed(defaultSettings, { variants });
	}

	expireTokens(): void {
		this.#tokens.clear();
	}

	issueToken(): ModelAnswer {
		this.#tokenCount += 1;
		const token = `token-${this.#tokenCount}`;
		this.#tokens.add(token);
		return { status: 200, body: { access_token: token, token_type: 'Bearer', expires_in: 3_600, refresh_token: 'r' } };
	}

	/** The refusal of a request without a living token. */
	unauthorized(header: string | null): ModelAnswer | undefined {
		const token = /^Bearer (\S+)$/.exec(header ?? '')?.[1] ?? '';
		return this.#tokens.has(token) ? undefined : { status: 401, body: { error: 401, message: 'Unauthorized' } };
	}

	me(): ModelAnswer {
		const { id, firstName, lastName, email } = mainUser;
		return { status: 200, body: { id, first_name: firstName, last_name: lastName, email } };
	}

	// cor-api §3.2
	list(taskId: number, query: URLSearchParams, now: number): ModelAnswer {
		const page = Number(query.get('page') ?? 1);
		const perPage = Number(query.get('per_page') ?? 20);
		const isListed = ({ id }: AttachmentRecord) => (this.#listedAt.get(id) ?? 0) <= now;
		const store = { ofTask: (id: number) => this.store.ofTask(id).filter(isListed) };
		const listed = listAttachments({ settings: this.settings, origin: this.origin, store }, taskId, {}).map(item =>
			toldAs(this.#world, item),
		);
		const lastPage = Math.max(1, Math.ceil(listed.length / perPage));
		const data = listed.slice((page - 1) * perPage, page * perPage);
		return { status: 200, body: { total: listed.length, perPage, page, lastPage, data } };
	}

	/** How a request with these files is refused as a whole, if it is. // cor-api §3.1, §3.6 */
	refusal(taskId: number, uploads: readonly ModelUpload[]): ModelAnswer | undefined {
		const parentId = uploads[0]?.parentId ?? null;
		const parent = this.store.ofTask(taskId).find(({ id }) => id === parentId);
		if (!tasks.some(({ id }) => id === taskId)) {
			return { status: 417, body: [{ field: 'task_id', validation: 'exists', message: 'no such task' }] };
		}
		if (parentId !== null && !parent) {
			return {
				status: 417,
				body: [{ field: 'attachment_parent_id', validation: 'exists', message: 'no such parent' }],
			};
		}
		return refusalOfSeveral(this.settings.variants, uploads.length);
	}

	/** Keeps the files of a request that is not refused, but for those that are left out. */
	upload(taskId: number, uploads: readonly ModelUpload[], now: number, left: LeftOutFiles = {}): ModelAnswer {
		const refusal = this.refusal(taskId, uploads);
		if (refusal) {
			return refusal;
		}
		const kept = keptOf(
			this.settings.variants,
			uploads.filter(({ name }) => name !== left.refused && name !== left.lost),
		).map(upload => this.keep(taskId, upload, now));
		const told = toldOf(this.settings.variants, kept).filter(({ originalname }) => originalname !== left.untold);
		const errors = uploads.filter(({ name }) => name === left.refused);
		return {
			status: 200,
			body: {
				files: told.map(record => uploadedShape(this, record)),
				files_q: this.store.ofTask(taskId).length,
				...(errors.length > 0 && {
					errors: errors.map(({ name }) => ({ filename: name, message: 'Invalid extension' })),
				}),
			},
		};
	}

	keep(taskId: number, upload: ModelUpload, now: number): AttachmentRecord {
		const parent = this.store.ofTask(taskId).find(({ id }) => id === upload.parentId);
		return this.add(taskId, { ...upload, parentId: parent?.parentId ?? upload.parentId }, mainUser, now);
	}

	add(taskId: number, { name, bytes, parentId }: ModelUpload, user: SeedUser, now: number): AttachmentRecord {
		const id = this.#nextId();
		const { lagsMs } = this.#world;
		const lagMs = lagsMs[this.#count % lagsMs.length] ?? 0;
		this.#listedAt.set(id, now + lagMs);
		const family = this.records.filter(({ id, parentId: of }) => id === parentId || of === parentId);
		const record: AttachmentRecord = {
			id,
			taskId,
			parentId,
			version: parentId === null ? 1 : Math.max(0, ...family.map(({ version }) => version)) + 1,
			originalname: name,
			mimeType: 'application/octet-stream',
			size: bytes.length,
			sha256: createHash('sha256').update(bytes).digest('hex'),
			storageName: `s${id}`,
			token: '',
			available: true,
			status: null,
			createdFrom: 'task_panel',
			sessionToken: null,
			userId: user.id,
			createdAt: new Date(now).toISOString(),
		};
		this.records.push(record);
		return record;
	}

	#nextId(): number {
		this.#count += 1;
		return this.#world.ids === 'growing' ? 90_000 + this.#count : 90_000 + ((this.#count * 7_919) % 10_007);
	}
}

/** An entry of a list as such a COR tells it. */
function toldAs({ sizes, owners, versions }: World, item: unknown): unknown {
	const { currentVersionData, currentVersionId, currentVersion, ...root } = item as Readonly<Record<string, unknown>>;
	const tell = (entry: Readonly<Record<string, unknown>>): unknown => {
		const { size, user_id: userId, user, ...rest } = entry;
		return {
			...rest,
			...(sizes !== 'missing' && { size: sizeAs(sizes, Number(size)) }),
			...(owners !== 'missing' && { user_id: owners === 'same' ? userId : Number(userId) + 7_000, user }),
		};
	};
	const isTold = versions === 'told';
	const current = currentVersionData as Readonly<Record<string, unknown>> | null;
	return {
		...(tell(root) as object),
		...(isTold && { currentVersionId, currentVersion, currentVersionData: current && tell(current) }),
	};
}

function sizeAs(sizes: Exclude<World['sizes'], 'missing'>, bytes: number): unknown {
	switch (sizes) {
		case 'bytes':
			return bytes;
		case 'text':
			return String(bytes);
		case 'thousands':
			return Math.ceil(bytes / 1_000);
		case 'rounded':
			return Math.round(bytes / 10) * 10;
		case 'zero':
			return 0;
	}
}

/** The user whose equal files turn up beside ours. */
export const somebodyElse = users.find(({ id }) => id === 503) ?? mainUser;
