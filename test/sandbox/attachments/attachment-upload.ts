import { type NextFunction, type Request, type Response, Router } from 'express';
import { answer, refusalBody } from '../answers/answers.js';
import { heldBack, howLeftOut, type LeftOut } from '../answers/faults.js';
import { onlyQueryKeys, Refusal, undocumented } from '../answers/strictness.js';
import type { SeedUser } from '../seed.js';
import { caller } from '../sign-in/auth.js';
import type { AttachmentRecord } from '../store.js';
import { requestedTask } from '../tasks/tasks.js';
import type { World } from '../world.js';
import { uploadedShape } from './attachment-shapes.js';
import { keptOf, refusalOfSeveral, toldOf } from './several-files.js';
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

		const received = await world.log.working(receiveUpload(world, request, response));
		const upload = {
			...received,
			files: received.files.map(file => mistreated(file, howLeftOut(response, file.originalname))),
		};
		const kept = await world.log.working(heldBack(response).then(() => keep(world, task.id, user, upload)));
		await answerUpload(world, response, task.id, upload, kept);
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
function refuseTooManyUploads({ log, settings: { limits, variants } }: World): void {
	if (log.open('POST') <= (limits.maxOpenUploads ?? Number.POSITIVE_INFINITY)) {
		return;
	}
	const retryAfter = {
		absent: {},
		seconds: { 'retry-after': '1' },
		date: { 'retry-after': new Date(Date.now() + 1_000).toUTCString() },
	}[variants.retryAfter];
	throw new Refusal(429, { error: 429, message: 'Too Many Requests' }, undefined, retryAfter);
}

async function keep(
	world: World,
	taskId: number,
	user: SeedUser,
	upload: MistreatedUpload,
): Promise<readonly AttachmentRecord[]> {
	try {
		return await store(world, taskId, user, upload);
	} finally {
		await discard(upload.files); // the kept ones are elsewhere by now
	}
}

async function store(
	world: World,
	taskId: number,
	user: SeedUser,
	upload: MistreatedUpload,
): Promise<readonly AttachmentRecord[]> {
	const { parentId, ...fields } = readUploadFields(upload.fields);
	if (parentId !== null && upload.files.length > 1) {
		throw undocumented('§3.6', 'attachment_parent_id with several files: which one is the version?');
	}
	const rootId = parentId === null ? null : requestedRoot(world, taskId, parentId);
	const refusal = refusalOfSeveral(world.settings.variants, upload.files.length);
	if (refusal) {
		throw refusal;
	}
	const acceptable = upload.files.filter(file => file.refusal === undefined && file.how !== 'lost');
	return world.store.add(
		keptOf(world.settings.variants, acceptable).map(({ originalname, mimeType, size, sha256, incomingPath }) => ({
			taskId,
			userId: user.id,
			parentId: rootId,
			originalname,
			mimeType,
			size,
			sha256,
			incomingPath,
			...fields,
		})),
	);
}

// cor-api §3.6: which parents COR takes is unknown. One of another task is refused like any field that fails validation.
function requestedRoot({ store, settings: { variants } }: World, taskId: number, parentId: number): number {
	const parent = store.ofTask(taskId).find(({ id }) => id === parentId);
	if (!parent || (parent.parentId !== null && variants.childAsParent === 'refused')) {
		throw new Refusal(417, [
			{
				field: 'attachment_parent_id',
				validation: 'exists',
				message: 'exists validation failed on attachment_parent_id',
			},
		]);
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
): Promise<void> {
	const errors = upload.files.flatMap(({ originalname, refusal }) =>
		refusal === undefined ? [] : [{ filename: originalname, message: refusal }],
	);
	const untold = new Set(upload.files.flatMap(({ originalname, how }) => (how === 'untold' ? [originalname] : [])));
	const told = toldOf(world.settings.variants, kept).filter(({ originalname }) => !untold.has(originalname));
	if (kept.length === 0 && errors.length > 0 && world.settings.variants.singleRefusal === '400') {
		const body = { status: 'ERROR', code: 'FS001', message: 'Unable to upload any file', errors };
		await answer(world, response, 400, body);
		return;
	}
	await answer(world, response, 200, {
		files: told.map(record => uploadedShape(world, record)),
		files_q: world.store.ofTask(taskId).length,
		...(errors.length > 0 ? { errors } : {}),
	});
}
