import { setTimeout as delay } from 'node:timers/promises';
import type { NextFunction, Request, Response } from 'express';
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

const numberKeys = /^(id|size|version|currentVersion|.*_id|.*Id)$/;
const dateKeys = /^(created_at|updated_at|deadline|datetime)$/;

/** The same value in two spellings. // cor-api §1 (dates), §9.15 (numbers) */
export function spelled({ settings: { variants } }: Pick<World, 'settings'>, body: unknown): unknown {
	if (variants.numbers === 'numbers' && variants.dates === 'iso') {
		return body;
	}
	return JSON.parse(JSON.stringify(body ?? null), (key, value: unknown) => {
		if (variants.numbers === 'strings' && typeof value === 'number' && numberKeys.test(key)) {
			return String(value);
		}
		if (variants.dates === 'spaced' && typeof value === 'string' && dateKeys.test(key)) {
			return value.replace('T', ' ').replace(/\.\d+Z$/, '');
		}
		return value;
	});
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
