import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** Channels on which undici reports every request of this process. Node's `fetch` and the editor's are undici's. */
const channels = {
	/** The head of a request goes to its socket. */
	head: 'undici:client:sendHeaders',
	/** A chunk of a body was written to the socket. Node 20 doesn't publish this. */
	chunk: 'undici:request:bodyChunkSent',
} as const;

/**
 * With more pieces in flight, `fetch` doesn't behave as expected: something buffers the pieces, or the events are
 * missing.
 */
const mostOnTheirWay = 64;

interface Wire {
	readonly writableLength: number;
	readonly destroyed: boolean;
	readonly alpnProtocol?: unknown;
}

/**
 * Observes how many bytes of a request's body have left this process. A byte has left if it was written to the
 * request's socket, piece by piece as it was passed on, and the socket was seen empty afterwards. Works with a wrapped
 * `fetch` too: a byte that wasn't seen doesn't count.
 */
export class Handover {
	readonly #mark: string;
	#request: unknown;
	#wire: Wire | undefined;
	#onTheirWay: Uint8Array[] = [];
	#written = 0;
	#left = 0;
	#isClear = true;

	/** @param mark a text that only the head of this request contains: its boundary */
	constructor(mark: string) {
		this.#mark = mark;
		subscribe(channels.head, this.#onHead);
		subscribe(channels.chunk, this.#onChunk);
	}

	/** `false` once something unexpected was seen. From then on the other values mean nothing. */
	get isClear(): boolean {
		return this.#isClear;
	}

	/** Bytes of the body that have left, at least. */
	get left(): number {
		this.#look();
		return this.#left;
	}

	/** Announces the next piece of the body, just before `fetch` gets it. */
	giving(piece: Uint8Array): void {
		this.#look();
		if (this.#isClear && this.#onTheirWay.push(piece) > mostOnTheirWay) {
			this.#giveUp();
		}
	}

	/** Stops observing. */
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
		// A closed socket drops what it contained, so its bytes didn't leave.
		if (this.#isClear && this.#wire?.writableLength === 0 && !this.#wire.destroyed) {
			this.#left = this.#written;
		}
	}

	#giveUp(): void {
		this.#isClear = false;
		this.#onTheirWay = [];
	}
}

/** With HTTP/2 the data waits elsewhere, and the socket always looks empty. */
function isHttp1(head: string, { alpnProtocol }: Wire): boolean {
	return head.startsWith('POST ') && alpnProtocol !== 'h2';
}

/** Whether both are the same memory, not just equal. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
	return a.buffer === b.buffer && a.byteOffset === b.byteOffset && a.byteLength === b.byteLength;
}
