import { type NextFunction, type Request, type Response, Router } from 'express';
import { answer, refusalBody, retryAfter } from '../answers/answers.js';
import { heldBack, howLeftOut, type LeftOut } from '../answers/faults.js';
import { onlyQueryKeys, Refusal, undocumented } from '../answers/strictness.js';
import { failedValidation, undefinedAttachment } from '../answers/validation.js';
import { uploadedShape } from '../attachments/attachment-shapes.js';
import { keptOf, refusalOfSeveral, toldOf } from '../attachments/several-files.js';
import { firstAnnounced } from '../gateway/early-answer.js';
import { storeLag } from '../gateway/lag.js';
import type { SeedUser } from '../seed.js';
import { nowOf } from '../settings.js';
import { caller } from '../sign-in/auth.js';
import type { AttachmentRecord } from '../store.js';
import { requestedTask } from '../tasks/tasks.js';
import type { World } from '../world.js';
import { besideRefused, toldInstead } from './told-entries.js';
import { checkUploadHeaders, discard, type ReceivedFile, receiveUpload, type Upload } from './upload.js';
import { readUploadFields } from './upload-fields.js';

/** `POST /tasks/{task_id}/attachments`. // cor-api §3.1 */
export function attachmentUpload(world: World): Router {
	const router = Router();

	router.post('/tasks/:taskId/attachments', mayAttach(world), async (request, response) => {
		onlyQueryKeys(request, []);
		const user = caller(response);
		const task = requestedTask(world, request, user);
		checkUploadHeaders(request);
		refuseTooManyUploads(world);

		const earlyId = await answerEarly(world, request, response, task.id, user);
		if (earlyId !== undefined && world.settings.variants.earlyAnswer === 'dropped') {
			request.resume();
			return;
		}
		const received = await world.log.working(receiveUpload(world, request, response));
		const upload = {
			...received,
			files: received.files.map(file => mistreated(file, howLeftOut(response, file.originalname))),
		};
		const before = world.store.ofTask(task.id);
		const work = heldBack(response)
			.then(() => storeLag(world))
			.then(() => keep(world, task.id, user, upload, earlyId));
		const kept = await world.log.working(work);
		await answerUpload(world, response, task.id, upload, kept, before);
	});

	return router;
}

/** A file of the request that is left out of its answer, or of what is kept. */
interface Mistreated extends ReceivedFile {
	readonly how?: LeftOut;
}

interface MistreatedUpload extends Upload {
	readonly files: readonly Mistreated[];
}

function mistreated(file: ReceivedFile, how: LeftOut | undefined): Mistreated {
	return how === 'refused' ? { ...file, refusal: 'Invalid extension' } : { ...file, ...(how && { how }) };
}

/** Factory permissions: a client only views, a freelancer does not edit. // cor-api §5 */
export function mayAttach(world: World) {
	return (_request: Request, response: Response, next: NextFunction): void => {
		const { variants } = world.settings;
		if (caller(response).roleId < 5) {
			next();
			return;
		}
		if (variants.forbiddenRole === '417') {
			throw new Refusal(417, [{ field: 'user_id', validation: 'role', message: 'role validation failed on user_id' }]);
		}
		throw new Refusal(403, refusalBody(variants.forbiddenBody, 403, 'Forbidden', 'E_UNAUTHORIZED_ACCESS'));
	};
}

// cor-api §6.2: 429 is documented, its quota and `Retry-After` are not.
function refuseTooManyUploads({ log, settings }: World): void {
	if (log.open('POST') <= (settings.limits.maxOpenUploads ?? Number.POSITIVE_INFINITY)) {
		return;
	}
	throw new Refusal(429, { error: 429, message: 'Too Many Requests' }, undefined, retryAfter(settings));
}

/** Answers as if the first file were stored, before its bytes are read. Resolves with the id that it told, if it did. */
async function answerEarly(
	world: World,
	request: Request,
	response: Response,
	taskId: number,
	user: SeedUser,
): Promise<number | undefined> {
	const { earlyAnswer, idOrder } = world.settings.variants;
	const announced = earlyAnswer === 'never' ? undefined : await firstAnnounced(request);
	if (!announced) {
		return undefined;
	}
	const id = world.store.nextId(idOrder);
	const record: AttachmentRecord = {
		id,
		taskId,
		userId: user.id,
		parentId: null,
		version: 1,
		originalname: announced.name,
		mimeType: 'application/octet-stream',
		size: announced.size,
		sha256: '',
		storageName: 'early',
		token: '',
		available: true,
		status: null,
		createdFrom: 'task_panel',
		sessionToken: null,
		createdAt: new Date(nowOf(world.settings)).toISOString(),
	};
	const files_q = world.store.ofTask(taskId).length + 1;
	await answer(world, response, 200, { files: [uploadedShape(world, record)], files_q });
	return id;
}

async function keep(
	world: World,
	taskId: number,
	user: SeedUser,
	upload: MistreatedUpload,
	firstId: number | undefined,
): Promise<readonly AttachmentRecord[]> {
	try {
		return await store(world, taskId, user, upload, firstId);
	} finally {
		await discard(upload.files); // the kept ones are elsewhere by now
	}
}

async function store(
	world: World,
	taskId: number,
	user: SeedUser,
	upload: MistreatedUpload,
	firstId: number | undefined,
): Promise<readonly AttachmentRecord[]> {
	const { variants } = world.settings;
	const { parentId, ...fields } = readUploadFields(upload.fields);
	if (parentId !== null && upload.files.length > 1) {
		throw undocumented('§3.6', 'attachment_parent_id with several files: which one is the version?');
	}
	const rootId = parentId === null ? null : requestedRoot(world, taskId, parentId);
	const refusal = refusalOfSeveral(variants, upload.files.length);
	if (refusal) {
		throw refusal;
	}
	if (variants.failedField !== 'none') {
		throw failedValidation(variants, variants.failedField);
	}
	const acceptable = upload.files.filter(file => file.refusal === undefined && file.how !== 'lost');
	const createdAt = new Date(nowOf(world.settings)).toISOString();
	return world.store.add(
		keptOf(variants, acceptable).map(({ originalname, mimeType, size, sha256, incomingPath }, index) => ({
			...(index === 0 && firstId !== undefined && { id: firstId }),
			taskId,
			userId: user.id,
			parentId: rootId,
			originalname,
			mimeType,
			size,
			sha256,
			incomingPath,
			createdAt,
			...fields,
		})),
		variants.idOrder,
	);
}

// cor-api §3.6: which parents COR takes is unknown. One of another task is refused like any field that fails validation.
function requestedRoot({ store, settings: { variants } }: World, taskId: number, parentId: number): number {
	const parent = store.ofTask(taskId).find(({ id }) => id === parentId);
	if (!parent && variants.missingParent === '404') {
		throw undefinedAttachment();
	}
	if (!parent || (parent.parentId !== null && variants.childAsParent === 'refused')) {
		throw failedValidation(variants, 'attachment_parent_id');
	}
	return parent.parentId ?? parent.id;
}

// cor-api §3.1: 200 may be partial, 400 FS001 when nothing was stored, `files_q` counts the task's attachments.
async function answerUpload(
	world: World,
	response: Response,
	taskId: number,
	upload: MistreatedUpload,
	kept: readonly AttachmentRecord[],
	before: readonly AttachmentRecord[],
): Promise<void> {
	const { variants } = world.settings;
	const errors = upload.files.flatMap(({ originalname, refusal }) =>
		refusal === undefined ? [] : [{ filename: originalname, message: refusal }],
	);
	if (
		kept.length === 0 &&
		errors.length > 0 &&
		variants.singleRefusal === '400' &&
		variants.refusalBeside === 'nothing'
	) {
		const body = { status: 'ERROR', code: 'FS001', message: 'Unable to upload any file', errors };
		await answer(world, response, 400, body);
		return;
	}
	const untold = new Set(upload.files.flatMap(({ originalname, how }) => (how === 'untold' ? [originalname] : [])));
	const told = toldOf(variants, kept).filter(({ originalname }) => !untold.has(originalname));
	const names = errors.map(({ filename }) => filename);
	const files = [...besideRefused(variants, names, before), ...toldInstead(variants, told, before)];
	const body = {
		files: files.map(record => uploadedShape(world, record)),
		files_q: world.store.ofTask(taskId).length,
		...(errors.length > 0 ? { errors } : {}),
	};
	const { uploadBody } = variants;
	const form = { documented: body, wrapped: { data: body }, null: null, 'no-content': undefined }[uploadBody];
	await answer(world, response, uploadBody === 'no-content' ? 204 : 200, form);
}
