import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** What undici publishes, of every request of this process: Node's own `fetch` is undici's, and so is that of the editor. */
const channels = {
	/** The head of a request goes to its socket. */
	head: 'undici:client:sendHeaders',
	/** A chunk of its body was written to the socket. Node 20 does not tell that. */
	chunk: 'undici:request:bodyChunkSent',
} as const;

/** More pieces than this on their way are no `fetch` as we know it: something else holds them, or nothing is told of them. */
const mostOnTheirWay = 64;

interface Wire {
	readonly writableLength: number;
	readonly destroyed: boolean;
	readonly alpnProtocol?: unknown;
}

/**
 * Observes how much of a request's body has left this process: so much was seen to be written to the request's own socket, piece by
 * piece as it was given, and the socket was seen to hold nothing afterwards. Whoever wraps `fetch` may do with the pieces what it
 * likes: what is not seen has not left.
 */
export class Handover {
	readonly #mark: string;
	#request: unknown;
	#wire: Wire | undefined;
	#onTheirWay: Uint8Array[] = [];
	#written = 0;
	#left = 0;
	#isClear = true;

	/** @param mark what stands in the head of this request, and of no other: its boundary */
	constructor(mark: string) {
		this.#mark = mark;
		subscribe(channels.head, this.#onHead);
		subscribe(channels.chunk, this.#onChunk);
	}

	/** Whether all that was seen until now is what a body does that goes to one socket as it was given. */
	get isClear(): boolean {
		return this.#isClear;
	}

	/** Bytes of the body that have left, at least. */
	get left(): number {
		this.#look();
		return this.#left;
	}

	/** This piece of the body is about to be given to `fetch`, after all before. */
	giving(piece: Uint8Array): void {
		this.#look();
		if (this.#isClear && this.#onTheirWay.push(piece) > mostOnTheirWay) {
			this.#giveUp();
		}
	}

	/** Observes no more. */
	end(): void {
		unsubscribe(channels.head, this.#onHead);
		unsubscribe(channels.chunk, this.#onChunk);
		this.#giveUp();
	}

	readonly #onHead = (message: unknown): void => {
		const { request, headers, socket } = message as { request: unknown; headers: unknown; socket?: Wire };
		if (typeof headers !== 'string' || !headers.includes(this.#mark)) {
			return;
		}
		const isSentTwice = this.#request !== undefined;
		if (isSentTwice || !socket || !isHttp1(headers, socket) || typeof socket.writableLength !== 'number') {
			this.#giveUp();
			return;
		}
		this.#request = request;
		this.#wire = socket;
	};

	readonly #onChunk = (message: unknown): void => {
		const { request, chunk } = message as { request: unknown; chunk: unknown };
		if (!this.#isClear || this.#request === undefined || request !== this.#request) {
			return;
		}
		const piece = this.#onTheirWay.shift();
		if (!piece || !(chunk instanceof Uint8Array) || !isSame(piece, chunk)) {
			this.#giveUp();
			return;
		}
		this.#written += piece.length;
		this.#look();
	};

	#look(): void {
		// What a socket that was closed still held is gone in another way.
		if (this.#isClear && this.#wire?.writableLength === 0 && !this.#wire.destroyed) {
			this.#left = this.#written;
		}
	}

	#giveUp(): void {
		this.#isClear = false;
		this.#onTheirWay = [];
	}
}

/** With HTTP/2 what is to be sent waits elsewhere, and the socket always says that it holds nothing. */
function isHttp1(head: string, { alpnProtocol }: Wire): boolean {
	return head.startsWith('POST ') && alpnProtocol !== 'h2';
}

/** Whether both are the same memory. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
	return a.buffer === b.buffer && a.byteOffset === b.byteOffset && a.byteLength === b.byteLength;
}
