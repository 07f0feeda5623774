import { setTimeout as delay } from 'node:timers/promises';
import type { NextFunction, Request, Response } from 'express';
import { nowOf, type Settings } from '../settings.js';
import type { World } from '../world.js';
import { sendOrSpoil } from './faults.js';
import { Refusal } from './strictness.js';

/** The one way out of every endpoint: waits, spells numbers and dates as the variants say, sends. */
export async function answer(world: World, response: Response, status: number, body: unknown): Promise<void> {
	await delay(world.settings.latencyMs, undefined, { ref: false });
	sendOrSpoil(response, status, spelled(world, body));
}

/** Turns what an endpoint threw into an answer. */
export function refuse(world: World) {
	return async (error: unknown, request: Request, response: Response, _next: NextFunction): Promise<void> => {
		if (error instanceof Refusal) {
			if (error.complaint !== undefined) {
				world.complaints.push(`${request.method} ${request.baseUrl}${request.path}: ${error.complaint}`);
			}
			response.set(error.headers);
			if (
				world.settings.variants.acceptHeader === 'decides' &&
				!/application\/json/.test(request.get('accept') ?? '')
			) {
				await answerPage(world, request, response, error);
				return;
			}
			await answer(world, response, error.status, error.body);
			return;
		}
		if (response.headersSent || request.socket.destroyed) {
			return; // the caller left, which is no mistake, and nobody is there to tell
		}
		// Express, body parsers and multer throw for what they can't read; a failure of our own is as much a complaint.
		const status = (error as { status?: number }).status ?? 500;
		world.complaints.push(`${request.method} ${request.baseUrl}${request.path}: ${String(error)}`);
		await answer(world, response, status, { error: status, message: String(error) });
	};
}

// cor-api §10 (Accept): AdonisJS 4 renders a page, and sends a form that failed validation back to where it came from.
async function answerPage(
	world: World,
	request: Request,
	response: Response,
	{ status, message }: Refusal,
): Promise<void> {
	if (status === 417) {
		response.set('location', request.get('referer') ?? '/');
		await answer(world, response, 302, undefined);
		return;
	}
	await answer(world, response, status, `<!doctype html><title>${status}</title><pre>${message}</pre>`);
}

const numberKeys = /^(id|size|version|currentVersion|.*_id|.*Id)$/;
const pageKeys = /^(page|perPage|lastPage|total)$/;
const booleanKeys = /^(available|archived)$/;
const dateKeys = /^(created_at|updated_at|deadline|datetime)$/;

/** The same value as the variants spell it. // cor-api §1 (dates), §9.15 (numbers), §10 (page numbers, `available`) */
export function spelled({ settings: { variants } }: Pick<World, 'settings'>, body: unknown): unknown {
	const { numbers, pageNumbers, booleans, dates } = variants;
	const isPlain = numbers === 'numbers' && pageNumbers === 'numbers' && booleans === 'booleans' && dates === 'iso';
	if (isPlain || body === undefined) {
		return body;
	}
	return JSON.parse(JSON.stringify(body), (key, value: unknown) => {
		switch (typeof value) {
			case 'number': {
				const asText =
					(numbers === 'strings' && numberKeys.test(key)) || (pageNumbers === 'strings' && pageKeys.test(key));
				return asText ? String(value) : value;
			}
			case 'boolean':
				if (booleans === 'booleans' || !booleanKeys.test(key)) {
					return value;
				}
				return booleans === 'numbers' ? Number(value) : String(value);
			case 'string':
				return dates === 'spaced' && dateKeys.test(key) ? value.replace('T', ' ').replace(/\.\d+Z$/, '') : value;
			default:
				return value;
		}
	});
}

/** How a refusal says when to come back, if it does. // cor-api §6.2: `Retry-After` is not documented */
export function retryAfter(settings: Settings): Readonly<Record<string, string>> {
	switch (settings.variants.retryAfter) {
		case 'absent':
			return {};
		case 'seconds':
			return { 'retry-after': '1' };
		case 'date':
			return { 'retry-after': new Date(nowOf(settings) + 1_000).toUTCString() };
	}
}

/** Bodies of the refusals that COR does not document, in every plausible form. // cor-api §6.1 */
export function refusalBody(
	form: 'documented' | 'adonis' | 'html' | 'empty',
	status: number,
	message: string,
	adonisCode: string,
): unknown {
	switch (form) {
		case 'documented':
			return { error: status, message };
		case 'adonis':
			return { error: { name: adonisCode.replace(/^E_/, ''), code: adonisCode, message: `${adonisCode}: ${message}` } };
		case 'html':
			return `<html><head><title>${status} ${message}</title></head><body><center><h1>${status} ${message}</h1></center></body></html>`;
		case 'empty':
			return undefined;
	}
}
