import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, truncate } from 'node:fs/promises';
import { extname } from 'node:path';
import { type Readable, Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Request, Response } from 'express';
import multer, { type StorageEngine } from 'multer';
import { Refusal, undocumented } from '../answers/strictness.js';
import type { World } from '../world.js';

/** One `file` part, either on disk in `incoming/` or refused by itself. */
export interface ReceivedFile {
	readonly originalname: string;
	readonly mimeType: string;
	readonly size: number;
	readonly sha256: string;
	readonly incomingPath: string;
	/** Why COR would not keep this file. // cor-api §3.1 (errors) */
	readonly refusal?: string;
}

export interface Upload {
	readonly files: readonly ReceivedFile[];
	readonly fields: Readonly<Record<string, unknown>>;
}

const bufferBytes = 1024 * 1024;

/** What is wrong with an upload can often be told from its headers; then its body is not read. */
export function checkUploadHeaders(request: Request): void {
	// cor-api §3.1: multipart/form-data.
	if (!/^multipart\/form-data *;/i.test(request.get('content-type') ?? '')) {
		throw undocumented(
			'§3.1',
			`the content type must be multipart/form-data, not ${request.get('content-type') ?? 'missing'}`,
		);
	}
	// cor-api §3.1: chunked or resumable upload is documented nowhere, and proxies in front of such an API may refuse it.
	if (request.get('content-length') === undefined) {
		throw undocumented('§3.5', 'an upload has a Content-Length and is not chunked');
	}
}

/**
 * Streams the body to disk and hashes it on the way. Rejects with a refusal, having removed what it wrote, when the body
 * has parts that COR does not document.
 */
export async function receiveUpload(world: World, request: Request, response: Response): Promise<Upload> {
	const wrong: string[] = [];
	const writes: Promise<ReceivedFile>[] = [];

	const middleware = multer({
		storage: storageEngine(world, writes),
		defParamCharset: world.settings.variants.fileNameCharset,
		fileHwm: bufferBytes,
		streamHandler: (from: Request, busboy: Writable) => {
			// multer passes over such parts in silence.
			busboy.prependListener('file', (field: string | undefined, _stream: Readable, info: { filename?: string }) => {
				if (!info.filename) {
					wrong.push(`the part ${JSON.stringify(field)} has no file name`);
				} else if (field !== 'file') {
					wrong.push(`a file in the part ${JSON.stringify(field)} instead of "file"`);
				}
			});
			throttled(world, from).pipe(busboy);
		},
	} as multer.Options).any();

	try {
		await new Promise<void>((resolve, reject) => {
			middleware(request, response, error => (error ? reject(error) : resolve()));
		});
		if (wrong[0] !== undefined) {
			throw undocumented('§3.1', wrong[0]);
		}
		// cor-api §3.1: `file` is required.
		const files = await Promise.all(writes);
		if (files.length === 0) {
			throw undocumented('§3.1', 'no part "file" in the upload');
		}
		return { files, fields: request.body as Record<string, unknown> };
	} catch (error) {
		const settled = await Promise.allSettled(writes);
		await discard(settled.flatMap(write => (write.status === 'fulfilled' ? [write.value] : [])));
		const callerLeft = request.destroyed && !request.complete;
		if (!callerLeft && error instanceof Error && !(error instanceof Refusal)) {
			throw undocumented('§3.1', `the body can't be read: ${error.message}`);
		}
		throw error;
	}
}

/** Removes what was written for files that are not kept. */
export async function discard(files: readonly ReceivedFile[]): Promise<void> {
	await Promise.all(files.map(file => rm(file.incomingPath, { force: true })));
}

function storageEngine(world: World, writes: Promise<ReceivedFile>[]): StorageEngine {
	return {
		_handleFile(_request, file, done) {
			const written = write(world, file, writes.length + 1);
			writes.push(written);
			written.then(
				() => done(null, {}),
				error => done(error),
			);
		},
		_removeFile(_request, _file, done) {
			done(null); // `receiveUpload` discards what it can't keep
		},
	};
}

async function write(world: World, file: Express.Multer.File, ordinal: number): Promise<ReceivedFile> {
	const { maxFileBytes = Number.POSITIVE_INFINITY } = world.settings.limits;
	const incomingPath = world.store.newIncomingPath();
	const hash = createHash('sha256');
	let size = 0;

	const measured = new Transform({
		highWaterMark: bufferBytes,
		transform(chunk: Buffer, _encoding, done) {
			size += chunk.length;
			hash.update(chunk);
			// What is refused is read to its end, since the parts behind it count, but not written.
			done(null, size > maxFileBytes ? undefined : chunk);
		},
	});
	try {
		await pipeline(file.stream, measured, createWriteStream(incomingPath, { highWaterMark: bufferBytes }));
	} catch (error) {
		await rm(incomingPath, { force: true });
		throw error;
	}

	const refusal = refusalOf(world, file.originalname, size, ordinal);
	const isHalved = world.settings.variants.keptBytes === 'half';
	return {
		originalname: file.originalname,
		mimeType: file.mimetype,
		...(isHalved ? await halved(incomingPath, size) : { size, sha256: hash.digest('hex') }),
		incomingPath,
		...(refusal === undefined ? {} : { refusal }),
	};
}

// cor-api §10 (end): a file of which only the first half arrives in the storage.
async function halved(path: string, size: number): Promise<Pick<ReceivedFile, 'size' | 'sha256'>> {
	const half = Math.floor(size / 2);
	await truncate(path, half);
	const hash = createHash('sha256');
	await pipeline(createReadStream(path), hash);
	return { size: half, sha256: hash.digest('hex') };
}

// cor-api §3.1: `errors` names single files that are too big or whose extension is not allowed; §3.9: count unknown.
function refusalOf({ settings: { limits } }: World, name: string, size: number, ordinal: number): string | undefined {
	if (limits.maxFileBytes !== undefined && size > limits.maxFileBytes) {
		return `File size exceeds the limit of ${limits.maxFileBytes} bytes`;
	}
	if (limits.refusedExtensions?.includes(extensionOf(name))) {
		return `Invalid extension ${extensionOf(name)}`;
	}
	if (limits.maxFilesPerRequest !== undefined && ordinal > limits.maxFilesPerRequest) {
		return `Only ${limits.maxFilesPerRequest} files are allowed`;
	}
	return undefined;
}

/** Without the dot, in lower case; empty when there is none. */
export function extensionOf(name: string): string {
	return extname(name).slice(1).toLowerCase();
}

function throttled(world: World, body: Readable): Readable {
	if (world.settings.uploadBytesPerSecond === 0) {
		return body;
	}
	return body.pipe(
		new Transform({
			transform(chunk: Buffer, _encoding, done) {
				const bytesPerSecond = world.settings.uploadBytesPerSecond;
				const waitMs = bytesPerSecond === 0 ? 0 : (chunk.length / bytesPerSecond) * 1000;
				void delay(waitMs, undefined, { ref: false }).then(() => done(null, chunk));
			},
		}),
	);
}
