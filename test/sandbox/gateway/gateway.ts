import type { NextFunction, Request, Response } from 'express';
import { refusalBody, retryAfter } from '../answers/answers.js';
import type { Fault } from '../answers/faults.js';
import type { World } from '../world.js';

/** What the gateway makes of this request, if anything. */
export function gatewayFault({ settings }: World, request: Request): Fault | undefined {
	const { gateway, gatewayAfter } = settings.variants;
	if (gateway === 'passes' || !isUpload(request)) {
		return undefined;
	}
	if (gateway === 'reset') {
		return gatewayReset(gatewayAfter, settings.storeLagMs);
	}
	const status = Number(gateway);
	const headers = status === 429 || status === 503 ? retryAfter(settings) : {};
	const answer = { status, headers, body: refusalBody('html', status, 'gateway', '') };
	if (gatewayAfter === 'storing' && settings.storeLagMs > 0) {
		return { kind: 'late', until: Promise.resolve(), meanwhile: answer };
	}
	return { kind: 'status', ...answer, early: gatewayAfter === 'nothing', store: gatewayAfter === 'storing' };
}

/** Sends `100 Continue` to an upload before anything else. */
export function unaskedContinue(world: World) {
	return (request: Request, response: Response, next: NextFunction): void => {
		if (world.settings.variants.continues === 'unasked' && isUpload(request)) {
			response.writeContinue();
		}
		next();
	};
}

function gatewayReset(after: 'storing' | 'reading' | 'nothing', storeLagMs: number): Fault {
	switch (after) {
		case 'nothing':
			return { kind: 'reset-early' };
		case 'reading':
			return { kind: 'reset', store: false };
		case 'storing':
			return storeLagMs > 0 ? { kind: 'late', until: Promise.resolve(), meanwhile: 'reset' } : { kind: 'reset' };
	}
}

function isUpload({ method, path }: Request): boolean {
	return method === 'POST' && /^\/tasks\/[^/]+\/attachments$/.test(path);
}
