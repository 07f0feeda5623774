import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
// @ts-expect-error it has no types
import AdonisBodyParser from '@adonisjs/bodyparser/src/BodyParser/index.js';
import { formidable } from 'formidable';
import multer from 'multer';
import multiparty from 'multiparty';
import { Response } from 'undici';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';

interface ParsedFile {
	readonly name: string;
	readonly size: number;
	readonly sha256: string;
	/** The type that the parser tells, as it tells it. */
	readonly type: string;
}

export interface ParsedBody {
	readonly files: readonly ParsedFile[];
	readonly fields: Readonly<Record<string, string>>;
}

/** Parsers of `multipart/form-data` that nobody here wrote. Each rejects with what the parser says to a body that it cannot read. */
export const bodyParsers: Readonly<Record<string, (request: IncomingMessage) => Promise<ParsedBody>>> = {
	'multer (busboy)': parseWithMulter,
	formidable: parseWithFormidable,
	multiparty: parseWithMultiparty,
	'@adonisjs/bodyparser': parseWithAdonis,
	"undici's formData()": parseWithUndici,
};

function parseWithMulter(request: IncomingMessage): Promise<ParsedBody> {
	const files: Promise<ParsedFile>[] = [];
	const measuring: multer.StorageEngine = {
		_handleFile: (_request, { originalname, mimetype, stream }, done) => {
			const reading = measure(stream).then(measured => ({ name: originalname, type: mimetype, ...measured }));
			files.push(reading);
			reading.then(
				() => done(null, {}),
				(error: unknown) => done(error),
			);
		},
		_removeFile: (_request, _file, done) => done(null),
	};
	const read = multer({ storage: measuring }).array('file');
	const carrier = request as IncomingMessage & { body: Readonly<Record<string, string>> };
	return new Promise((resolve, reject) => {
		// multer asks nothing of Express but the request itself, on which it leaves the fields.
		read(carrier as never, {} as never, (error: unknown) => {
			if (error) {
				reject(error as Error);
			} else {
				resolve(Promise.all(files).then(read => ({ files: read, fields: { ...carrier.body } })));
			}
		});
	});
}

async function parseWithFormidable(request: IncomingMessage): Promise<ParsedBody> {
	const found = new Map<unknown, { readonly hash: Hash; size: number }>();
	const form = formidable({
		allowEmptyFiles: true,
		minFileSize: 0,
		fileWriteStreamHandler: file => {
			const measured = { hash: createHash('sha256'), size: 0 };
			found.set(file, measured);
			return new Writable({
				write(chunk: Buffer, _encoding, done) {
					measured.hash.update(chunk);
					measured.size += chunk.length;
					done();
				},
			});
		},
	});
	const [fields, { file = [] }] = await form.parse(request);
	return {
		files: file.map(one => {
			const { hash, size = -1 } = found.get(one) ?? {};
			return {
				name: one.originalFilename ?? '',
				type: one.mimetype ?? '',
				size,
				sha256: hash?.digest('hex') ?? '',
			};
		}),
		fields: Object.fromEntries(Object.entries(fields).map(([name, values = []]) => [name, values.join()])),
	};
}

function parseWithMultiparty(request: IncomingMessage): Promise<ParsedBody> {
	const files: Promise<ParsedFile>[] = [];
	const fields: Record<string, string> = {};
	const form = new multiparty.Form({ autoFields: true });
	return new Promise((resolve, reject) => {
		form.on('field', (name: string, value: string) => {
			fields[name] = value;
		});
		form.on('part', part => {
			const { filename = '', headers } = part;
			const type = (headers as Readonly<Record<string, string>>)['content-type'] ?? '';
			files.push(measure(part).then(measured => ({ name: filename, type, ...measured })));
		});
		form.on('error', reject);
		form.on('close', () => resolve(Promise.all(files).then(read => ({ files: read, fields }))));
		form.parse(request);
	});
}

interface AdonisFile {
	readonly clientName: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly tmpPath: string;
	/** Bytes. */
	readonly size: number;
}

/** The middleware goes on when it has read a file, and not when that is written, of which it tells nothing. */
async function isWritten(file: string, bytes: number): Promise<void> {
	while ((await stat(file).catch(() => undefined))?.size !== bytes) {
		await new Promise(setImmediate);
	}
}

/** The middleware itself, with its own defaults: it writes each file to a temporary path, as it does in an AdonisJS 4 server. */
async function parseWithAdonis(request: IncomingMessage): Promise<ParsedBody> {
	const folder = temporaryFolder();
	let count = 0;
	const tmpFileName = (): string => relative(tmpdir(), join(folder, String(count++)));
	const config = {
		merge: (_key: string, own: { files: object }) => ({ ...own, files: { ...own.files, tmpFileName } }),
	};
	const context = {
		request,
		hasBody: () => true,
		is: (types: readonly string[]) => types.some(type => request.headers['content-type']?.startsWith(type)),
		match: () => false,
		_files: {} as { readonly file?: AdonisFile | readonly AdonisFile[] },
		body: {} as Readonly<Record<string, string>>,
	};
	try {
		await new AdonisBodyParser(config).handle({ request: context }, async () => {});
		const files: ParsedFile[] = [];
		for (const { clientName, headers, tmpPath, size } of [context._files.file ?? []].flat()) {
			await isWritten(tmpPath, size);
			files.push({
				name: clientName,
				type: headers['content-type'] ?? '',
				...(await measure(createReadStream(tmpPath))),
			});
		}
		return { files, fields: context.body };
	} finally {
		removeTemporaryFolder(folder);
	}
}

async function parseWithUndici(request: IncomingMessage): Promise<ParsedBody> {
	const headers = { 'content-type': request.headers['content-type'] ?? '' };
	const form = await new Response(Readable.toWeb(request), { headers }).formData();
	const files = form.getAll('file').filter(value => typeof value !== 'string');
	return {
		files: await Promise.all(
			files.map(async file => ({
				name: file.name,
				type: file.type,
				...(await measure(Readable.from([Buffer.from(await file.arrayBuffer())]))),
			})),
		),
		fields: Object.fromEntries(
			[...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
		),
	};
}

async function measure(contents: Readable): Promise<Pick<ParsedFile, 'size' | 'sha256'>> {
	const hash = createHash('sha256');
	let size = 0;
	await pipeline(
		contents,
		async function* (chunks: AsyncIterable<Buffer>) {
			for await (const chunk of chunks) {
				size += chunk.length;
				yield chunk;
			}
		},
		hash,
	);
	return { size, sha256: hash.digest('hex') };
}
