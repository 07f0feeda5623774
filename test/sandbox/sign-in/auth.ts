import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { answer, refusalBody } from '../answers/answers.js';
import { onlyQueryKeys, Refusal, undocumented } from '../answers/strictness.js';
import { type SeedUser, users } from '../seed.js';
import { nowOf } from '../settings.js';
import type { World } from '../world.js';
import { same } from './tokens.js';

/** The token endpoints, which alone need no bearer token. // cor-api §2.2 */
export function tokenEndpoints(world: World): Router {
	const router = Router();

	router.post('/oauth/token', async (request, response) => {
		onlyQueryKeys(request, ['grant_type']);
		if (request.query.grant_type !== 'client_credentials') {
			throw undocumented('§2.2', 'grant_type=client_credentials belongs into the query');
		}
		if (hasBody(request)) {
			throw undocumented('§2.2', 'the token request has no body');
		}
		const user = userOfKeys(world, request.get('authorization'));
		await answer(world, response, 200, await tokenAnswer(world, user));
	});

	router.post('/oauth/refreshtoken', express.urlencoded({ extended: false }), async (request, response) => {
		onlyQueryKeys(request, []);
		if (!request.is('application/x-www-form-urlencoded')) {
			throw undocumented('§2.2', 'the refresh request is form-urlencoded');
		}
		const fields = request.body as Record<string, unknown>;
		const token = fields.refresh_token;
		if (typeof token !== 'string' || Object.keys(fields).length !== 1) {
			throw undocumented('§2.2', 'the refresh request has the one field refresh_token');
		}
		const user = world.tokens.userOfRefreshToken(token);
		if (!user) {
			throw rejectedCredentials(world);
		}
		if (world.settings.variants.refreshTokens === 'rotating') {
			await world.tokens.forgetRefreshToken(token);
		}
		await answer(world, response, 200, await tokenAnswer(world, user));
	});

	return router;
}

/** Lets a request pass that carries a living token, before anything of its body is read. // cor-api §1, §2.3 */
export function bearerOnly(world: World) {
	return (request: Request, response: Response, next: NextFunction): void => {
		const header = request.get('authorization');
		if (header === undefined) {
			throw unauthorized(world, 'invalid'); // cor-api §6.2: a missing token
		}
		const token = /^Bearer (\S+)$/.exec(header)?.[1];
		if (token === undefined) {
			throw unauthorized(world, 'invalid', 'no bearer token in the authorization header (cor-api §1)');
		}
		const user = world.tokens.userOf(token);
		if (typeof user === 'string') {
			throw unauthorized(world, user);
		}
		response.locals.user = user;
		next();
	};
}

/** The user whose token the request carried. */
export function caller(response: Response): SeedUser {
	return response.locals.user as SeedUser;
}

/** `GET /me`. // cor-api §2.4 */
export function me(world: World): Router {
	const router = Router();
	router.get('/me', async (request, response) => {
		onlyQueryKeys(request, []);
		const user = caller(response);
		await answer(world, response, 200, {
			id: user.id,
			first_name: user.firstName,
			last_name: user.lastName,
			picture: `${world.origin}/avatar.svg`,
			email: user.email,
			cuil: '',
			remaining_hours: 0,
			user_position_id: user.roleId * 10,
			role_id: user.roleId,
			daily_hours: 8,
			plan_id: 4,
			plan_name: 'Project Management',
			hidden: false,
			position_name: user.positionName,
			category_id: null,
			category_name: null,
			gmt: '-03:00',
			leaves: [],
			labels: [],
		});
	});
	return router;
}

async function tokenAnswer(world: World, user: SeedUser): Promise<unknown> {
	const { tokenLifeMs, variants } = world.settings;
	const { access_token, refresh_token } = await world.tokens.issue(user, tokenLifeMs);
	if (variants.tokenShape === 'flat') {
		return { access_token, token_type: 'Bearer', expires_in: Math.ceil(tokenLifeMs / 1000), refresh_token };
	}
	// cor-api §2.2: the shape that was seen on the wire; the expiry is epoch milliseconds as text.
	const expirationTime = String(nowOf(world.settings) + tokenLifeMs);
	return {
		token: { access_token, type: 'Bearer', refreshToken: refresh_token, expirationTime },
		user: { id: user.id, email: user.email },
	};
}

function userOfKeys(world: World, header: string | undefined): SeedUser {
	const encoded = /^Basic ([A-Za-z0-9+/]+={0,2})$/.exec(header ?? '')?.[1];
	if (encoded === undefined) {
		throw new Refusal(401, { error: 401, message: 'Unauthorized' }, 'no Basic authorization header (cor-api §2.2)');
	}
	const [, key, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
	const user = users.find(({ apiKey }) => apiKey !== undefined && apiKey === key);
	if (!user?.clientSecret || !same(user.clientSecret, secret ?? '')) {
		throw rejectedCredentials(world);
	}
	return user;
}

function rejectedCredentials({ settings: { variants } }: World): Refusal {
	const status = Number(variants.rejectedCredentials);
	return new Refusal(status, refusalBody(variants.unauthorizedBody, status, 'Unauthorized', 'E_INVALID_CREDENTIALS'));
}

function unauthorized({ settings: { variants } }: World, why: 'expired' | 'invalid', complaint?: string): Refusal {
	const code = why === 'expired' ? 'E_JWT_TOKEN_EXPIRED' : 'E_INVALID_JWT_TOKEN';
	return new Refusal(401, refusalBody(variants.unauthorizedBody, 401, 'Unauthorized', code), complaint);
}

function hasBody(request: Request): boolean {
	return request.get('transfer-encoding') !== undefined || Number(request.get('content-length') ?? 0) > 0;
}
