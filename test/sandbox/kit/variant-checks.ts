import assert from 'node:assert/strict';
import type { fetch } from 'undici';
import { mainUser } from '../seed.js';
import type { Variants } from '../variants.js';
import type { FormFile, StartedSandbox } from './started-sandbox.js';

/** What came over the wire. */
export interface Observed {
	readonly status: number;
	readonly text: string;
	// biome-ignore lint/suspicious/noExplicitAny: answers have every shape here, and a wrong guess fails the test
	readonly json: any;
	readonly headers: { get(name: string): string | null };
}

/** A check for each literal of each entry: the compiler demands every one. */
export type Checks<Name extends keyof Variants> = {
	readonly [Own in Name]: Readonly<Record<Variants[Own], () => Promise<void>>>;
};

export const hola: FormFile = { name: 'hola.txt', bytes: Buffer.from('hola') };

/** Runs each check with its variant switched on; no request of it may be one that COR does not document. */
export function checkVariants<Name extends keyof Variants>(sandbox: StartedSandbox, checks: Checks<Name>): void {
	for (const [name, literals] of Object.entries<Readonly<Record<string, () => Promise<void>>>>(checks)) {
		for (const [literal, check] of Object.entries(literals)) {
			it(`${name}: ${literal}`, async () => {
				sandbox.current.set({ variants: { [name]: literal } });
				await check();
				assert.deepEqual(sandbox.current.complaints, []);
			});
		}
	}
}

export async function observe(sending: ReturnType<typeof fetch>): Promise<Observed> {
	const response = await sending;
	const text = await response.text();
	const json = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined;
	return { status: response.status, text, json, headers: response.headers };
}

/** The usual requests, to task 4101 where nothing else is said. */
export function requestsTo(sandbox: StartedSandbox) {
	const call = (path: string, headers: Readonly<Record<string, string>> = {}) =>
		observe(sandbox.call(path, { headers }));
	return {
		call,
		list: (query = '') => call(`/tasks/4101/attachments${query}`),
		upload: (file: FormFile = hola, fields: Readonly<Record<string, string>> = {}) =>
			observe(sandbox.upload(4101, [file], fields)),
		remove: (attachments: number, task = 4101) =>
			observe(
				sandbox.call(`/tasks/${task}/attachments`, {
					method: 'DELETE',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify({ attachments }),
				}),
			),
		/** Puts a file there that is so many minutes old. Resolves with its id. */
		place: (name: string, minutes: number, parentId?: number) =>
			sandbox.current.place(4101, {
				user: mainUser,
				name,
				bytes: Buffer.from(name),
				agoMs: minutes * 60_000,
				...(parentId !== undefined && { parentId }),
			}),
		/** Resolves when the latest upload has brought so many bytes, or all that it announced. */
		received: async (bytes?: number) => {
			const last = () => sandbox.current.requests.findLast(({ method }) => method === 'POST');
			const awaited = () => bytes ?? Number(last()?.headers['content-length'] ?? 1);
			while ((last()?.bytesReceived ?? 0) < awaited()) {
				await sandbox.call('/me'); // one request comes in while others come and go
			}
		},
		stored: () => sandbox.current.attachments(4101),
	};
}
