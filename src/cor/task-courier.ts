import type { Courier, Parcel } from '../attach/delivery.js';
import { CorError } from '../attach/errors.js';
import type { ListedAttachment } from '../attach/evidence.js';
import type { PlannedFile } from '../attach/plan.js';
import type { CorClient } from './client.js';
import { hashedPart } from './hashed-part.js';
import type { FilePart } from './multipart.js';
import type { UploadFields } from './upload.js';

export interface TaskCourierSettings {
	readonly client: CorClient;
	readonly taskId: number;
	readonly fields: UploadFields;
	/** Whose uploads these are, where it is known without asking. */
	readonly userId?: number;
	/** The file's bytes as they are now. Rejects with a `CorError`. */
	openPart(file: PlannedFile): Promise<FilePart>;
	/** Told how many bytes of a file have left. */
	onProgress?(file: PlannedFile, fileBytes: number): void;
}

/** Takes files to one task, each in a request of its own. */
export class TaskCourier implements Courier {
	readonly #settings: TaskCourierSettings;
	#userId: number | undefined;

	constructor(settings: TaskCourierSettings) {
		this.#settings = settings;
		this.#userId = settings.userId;
	}

	async prepare(file: PlannedFile): Promise<Parcel> {
		const { client, taskId, fields, openPart, onProgress } = this.#settings;
		const part = hashedPart(await openPart(file));
		return {
			size: part.size,
			sha256: part.sha256,
			send: async signal => {
				const [end] = await client.upload(taskId, [part], {
					fields: file.parentId === undefined ? fields : { ...fields, parentId: file.parentId },
					signal,
					onProgress: bytes => onProgress?.(file, bytes),
				});
				return end ?? { status: 'failed', error: new CorError('unexpected', 'an upload without an end') };
			},
		};
	}

	list(signal: AbortSignal): Promise<readonly ListedAttachment[]> {
		return this.#settings.client.readAttachments(this.#settings.taskId, signal);
	}

	async userId(signal: AbortSignal): Promise<number> {
		this.#userId ??= (await this.#settings.client.readMe(signal)).id;
		return this.#userId;
	}
}
