import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type Request, type Response, Router } from 'express';
import { contentTypeOf } from '../attachments/attachment-shapes.js';
import type { AttachmentRecord } from '../store.js';
import type { World } from '../world.js';

/** A request for the file of an attachment. */
export interface LoggedDownload {
	/** Path and query. */
	readonly path: string;
	readonly headers: Readonly<Record<string, unknown>>;
}

const hops = 3;
const pieces = 20;
const pauseMs = 20;
const fiveGb = 5_000_000_000;
const endlessPiece = Buffer.alloc(64 * 1024, 'x');

/** The files themselves, for whoever knows their address. */
export function downloads(world: World): Router {
	const router = Router();
	router.get('/files/:storageName/:name', async (request, response, next) => {
		const record = world.store.byStorageName(request.params.storageName);
		if (!record) {
			next();
			return;
		}
		world.downloads.push({ path: request.originalUrl, headers: request.headers });
		for (const name of ['authorization', 'cookie']) {
			if (request.get(name) !== undefined) {
				world.complaints.push(`§3.10: a download with the header ${name}`);
			}
		}
		response.set({
			// An uploaded page or drawing must not run in the sandbox's origin.
			'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
			'x-content-type-options': 'nosniff',
		});
		await send(world, record, request, response);
	});
	return router;
}

async function send(world: World, record: AttachmentRecord, request: Request, response: Response): Promise<void> {
	const hop = Number(request.query.hop ?? 0);
	switch (world.settings.variants.download) {
		case 'expired':
			response
				.status(403)
				.type('xml')
				.send('<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>');
			return;
		case 'gone':
			response.status(404).type('xml').send('<Error><Code>NoSuchKey</Code></Error>');
			return;
		case 'fails-500':
			response.status(500).type('xml').send('<Error><Code>InternalError</Code></Error>');
			return;
		case 'page':
			response.type('html').send('<!DOCTYPE html><title>COR</title><form><input name="email"></form>');
			return;
		case 'redirect':
			if (hop < hops) {
				response.redirect(302, `?hop=${hop + 1}`);
				return;
			}
			break;
		case 'redirect-endless':
			response.redirect(307, `?hop=${hop + 1}`);
			return;
		case 'redirect-private':
			response.redirect(302, 'https://[::ffff:169.254.169.254]/latest/meta-data');
			return;
		case 'silent':
			return; // whoever asks has to give up
		case 'wrong-type':
			sendFile(world, record, response, 'image/png');
			return;
		case 'slow':
		case 'stalled':
		case 'claims-5-gb':
		case 'cut-short':
			await sendInPieces(world, record, response);
			return;
		case 'endless':
			await sendWithoutEnd(response);
			return;
		case 'file':
			break;
	}
	sendFile(world, record, response, contentTypeOf(record));
}

function sendFile(world: World, record: AttachmentRecord, response: Response, type: string): void {
	response.attachment(record.originalname).type(type);
	if (type.startsWith('image/')) {
		response.removeHeader('content-disposition');
	}
	response.sendFile(world.store.pathOf(record), { dotfiles: 'allow' });
}

async function sendInPieces(world: World, record: AttachmentRecord, response: Response): Promise<void> {
	const { download } = world.settings.variants;
	const bytes = await readFile(world.store.pathOf(record));
	const size = Math.max(1, Math.ceil(bytes.length / pieces));
	response
		.type(contentTypeOf(record))
		.set('content-length', String(download === 'claims-5-gb' ? fiveGb : bytes.length));
	response.flushHeaders();
	for (let from = 0; from < bytes.length && !response.closed; from += size) {
		if (download !== 'slow' && from >= bytes.length / 2) {
			break;
		}
		response.write(bytes.subarray(from, from + size));
		await delay(download === 'slow' ? pauseMs : 0);
	}
	if (download === 'slow') {
		response.end();
	} else if (download === 'cut-short') {
		response.destroy();
	}
}

async function sendWithoutEnd(response: Response): Promise<void> {
	response.type('text/plain');
	await pipeline(withoutEnd, response).catch(() => undefined); // until whoever asked has gone
}

function* withoutEnd(): Generator<Buffer> {
	for (;;) {
		yield endlessPiece;
	}
}
