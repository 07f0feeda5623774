import type { ListHabits } from '../attach/arrival/list-habits.js';
import type { AttachmentList, ListedAttachment } from '../attach/attachment.js';
import type { Courier, Load, Parcel } from '../attach/delivery/courier.js';
import { packLimits } from '../attach/delivery/parcels.js';
import { toCorError } from '../attach/errors.js';
import type { UploadFields } from '../attach/fields.js';
import type { PlannedFile } from '../attach/plan/plan.js';
import { BufferPool } from './buffers/buffer-pool.js';
import type { CorClient } from './client.js';
import { confirmedPart } from './http/confirmed-part.js';
import { type HashedPart, hashedPart } from './http/hashed-part.js';
import type { FilePart } from './http/multipart.js';
import { sealedPart } from './http/sealed-part.js';

export interface TaskCourierSettings {
	readonly client: CorClient;
	readonly taskId: number;
	readonly fields: UploadFields;
	/** How COR's lists show this person's uploads. */
	readonly habits: ListHabits;
	/** Id of the COR user, if it is known without asking. */
	readonly userId?: number;
	/** Default: buffers that live as long as this courier. */
	readonly buffers?: BufferPool;
	/** Opens the file's bytes as they are now. The courier closes the part after sending. Rejects with a `CorError`. */
	openPart(file: PlannedFile): Promise<FilePart>;
	/** Called with the bytes of a file that have left so far. */
	onProgress?(file: PlannedFile, fileBytes: number): void;
}

type Loaded = Load & { readonly part?: HashedPart };

/** Sends files to one task, all files of a parcel in one request. */
export class TaskCourier implements Courier {
	readonly taskId: number;
	readonly habits: ListHabits;
	readonly #settings: TaskCourierSettings;
	readonly #buffers: BufferPool;
	#userId: number | undefined;

	constructor(settings: TaskCourierSettings) {
		this.taskId = settings.taskId;
		this.habits = settings.habits;
		this.#settings = settings;
		this.#buffers = settings.buffers ?? new BufferPool();
		this.#userId = settings.userId;
	}

	/**
	 * Several files are read into memory before any of them is sent, at most `packLimits.maxBytes` together. A single
	 * file is read while it is sent.
	 */
	async prepare(files: readonly PlannedFile[]): Promise<Parcel> {
		const isPack = files.length > 1;
		const loads = await Promise.all(files.map(file => this.#load(file, isPack)));
		const ready = loads.flatMap(({ file, part }) => (part ? [{ file, part }] : []));
		const close = async () => {
			await Promise.all(ready.map(({ part }) => part.close?.()));
		};
		return { loads, send: signal => this.#send(ready, signal), close };
	}

	list(signal: AbortSignal): Promise<readonly ListedAttachment[]> {
		return this.#settings.client.readAttachments(this.#settings.taskId, signal);
	}

	listNewest(isKnown: (id: number) => boolean, signal: AbortSignal): Promise<AttachmentList> {
		const { client, taskId } = this.#settings;
		return client.readAttachmentsUntil(taskId, isKnown, signal);
	}

	async userId(signal: AbortSignal): Promise<number> {
		this.#userId ??= (await this.#settings.client.readMe(signal)).id;
		return this.#userId;
	}

	async #load(file: PlannedFile, isPacked: boolean): Promise<Loaded> {
		let opened: FilePart | undefined;
		try {
			opened = await this.#settings.openPart(file);
			const part = file.confirmed ? confirmedPart(opened, file.confirmed) : opened;
			if (isPacked && part.size > packLimits.maxFileBytes) {
				await part.close?.();
				return { status: 'outgrown', file };
			}
			const hashed = isPacked ? await sealedPart(part) : hashedPart(part);
			const { size, sha256, hasGrown } = hashed;
			return { status: 'ready', file, size, sha256, ...(hasGrown && { hasGrown }), part: hashed };
		} catch (error) {
			await opened?.close?.();
			return { status: 'failed', file, error: toCorError(error) };
		}
	}

	#send(ready: readonly { readonly file: PlannedFile; readonly part: HashedPart }[], signal: AbortSignal) {
		const { client, taskId, fields, onProgress } = this.#settings;
		const told = new Map<PlannedFile, number>();
		const [first] = ready;
		const parentId = ready.length === 1 ? first?.file.parentId : undefined;
		return client.upload(
			taskId,
			ready.map(({ part }) => part),
			{
				fields: parentId === undefined ? fields : { ...fields, parentId },
				signal,
				buffers: this.#buffers,
				onProgress: bytes => {
					let left = bytes;
					for (const { file, part } of ready) {
						const moved = Math.max(0, Math.min(left, part.size));
						if (moved !== told.get(file)) {
							told.set(file, moved);
							onProgress?.(file, moved);
						}
						left -= part.size;
					}
				},
			},
		);
	}
}
