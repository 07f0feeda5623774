import { type fetch as Fetch, type RequestInit, Response } from 'undici';
import type { Transport } from '../../../src/cor/http/transport.js';
import type { VirtualClock } from '../model/virtual-clock.js';
import { lostConnection, refusedConnection } from '../wire/network-errors.js';

/** What goes wrong with a request that sends a message, or reads them. `stored`: whether, and after how many milliseconds, COR keeps it. */
export type MessageFault =
	| { readonly kind: 'none' }
	| { readonly kind: 'refused-connection' }
	| { readonly kind: 'reset-early' }
	| { readonly kind: 'reset'; readonly stored: number | 'no' }
	| { readonly kind: 'status'; readonly status: number; readonly stored: number | 'no' }
	| { readonly kind: 'page'; readonly stored: number | 'no' }
	| { readonly kind: 'silence'; readonly stored: number | 'no' };

/** A COR of which only messages matter. */
export interface MessageWorld {
	/** What the list tells of what messages refer to. */
	readonly references: 'told' | 'untold' | 'missing';
	/** How long a message is stored before it is listed, in milliseconds. */
	readonly lagMs: number;
	/** What somebody else's messages refer to. */
	readonly others: readonly (readonly number[])[];
	/** Those of requests that send, then those of requests that read. */
	readonly posts: readonly MessageFault[];
	readonly lists: readonly MessageFault[];
}

interface Stored {
	readonly references: readonly number[];
	readonly listedAt: number;
	readonly isOurs: boolean;
}

/** COR in memory, as far as messages go, with the network between. */
export class MessageModel {
	readonly apiUrl = new URL('http://cor.model/v1');
	readonly #world: MessageWorld;
	readonly #clock: VirtualClock;
	readonly #stored: Stored[];
	readonly #next = { posts: 0, lists: 0 };
	#release: () => void = () => {};

	constructor(world: MessageWorld, clock: VirtualClock) {
		this.#world = world;
		this.#clock = clock;
		this.#stored = world.others.map(references => ({ references, listedAt: 0, isOurs: false }));
	}

	/** How often our message is there. */
	get copies(): number {
		return this.#stored.filter(({ isOurs }) => isOurs).length;
	}

	/** How many requests have tried to send it. */
	get posts(): number {
		return this.#next.posts;
	}

	get transport(): Transport {
		return { fetch: ((url: URL, init: RequestInit) => this.#exchange(url, init)) as unknown as typeof Fetch };
	}

	/** Time stands still while this goes on, unless it waits for an answer that never comes. */
	async timeless<T>(work: () => Promise<T>): Promise<T> {
		this.#release = this.#clock.hold();
		try {
			return await work();
		} finally {
			this.#release();
		}
	}

	async #exchange({ pathname }: URL, init: RequestInit): Promise<Response> {
		if (pathname.endsWith('/oauth/token')) {
			return Response.json({ access_token: 'token', expires_in: 3_600 });
		}
		const kind = init.method === 'POST' ? 'posts' : 'lists';
		const fault = this.#world[kind][this.#next[kind]++] ?? { kind: 'none' };
		if (fault.kind === 'refused-connection') {
			throw refusedConnection();
		}
		if (fault.kind === 'reset-early') {
			throw lostConnection();
		}
		const references = kind === 'posts' ? await readReferences(init) : undefined;
		if (references) {
			this.#keep(references, 'stored' in fault ? fault.stored : 0);
		}
		switch (fault.kind) {
			case 'reset':
				throw lostConnection();
			case 'status':
				return new Response('', { status: fault.status });
			case 'page':
				return new Response('<h1>Bienvenido a la red</h1>');
			case 'silence':
				this.#release();
				return new Promise((_, reject) => {
					const { signal } = init;
					signal?.addEventListener('abort', () => reject(signal.reason));
				});
			default:
				return references ? new Response('') : Response.json(this.#listed());
		}
	}

	#keep(references: readonly number[], stored: number | 'no'): void {
		if (stored === 'no') {
			return;
		}
		const keep = (): void => {
			this.#stored.push({ references, listedAt: this.#clock.now() + this.#world.lagMs, isOurs: true });
		};
		if (stored === 0) {
			keep();
		} else {
			this.#clock.after(stored, keep);
		}
	}

	#listed(): readonly object[] {
		return this.#stored
			.filter(({ listedAt }) => listedAt <= this.#clock.now())
			.map(({ references }, id) => {
				const attachments = references.map(reference => ({ id: reference, name: 'a.txt' }));
				const told = { told: { attachments }, untold: { attachments: [] }, missing: {} };
				return { id, message: 'hola', ...told[this.#world.references] };
			});
	}
}

async function readReferences({ body }: RequestInit): Promise<readonly number[]> {
	const pieces: Uint8Array[] = [];
	for await (const piece of body as AsyncIterable<Uint8Array>) {
		pieces.push(piece);
	}
	const { attachments } = JSON.parse(Buffer.concat(pieces).toString()) as { attachments: readonly { id: number }[] };
	return attachments.map(({ id }) => id);
}
