import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Said } from '../faults/windows/twin-files.js';

interface Asking {
	readonly said: readonly Said[];
	readonly response: ServerResponse;
}

/** Where the drivers in the windows of an editor ask what to attach. */
export class DrivenWindows {
	readonly #server: Server;
	/** By the name of the window's folder: it asks now, or somebody waits for that. */
	readonly #asking = new Map<string, Coming<Asking>>();

	private constructor() {
		this.#server = createServer((request, response) => {
			const window = (request.url ?? '').slice(1);
			void request.toArray().then(chunks => {
				this.#of(window).resolve({ said: JSON.parse(Buffer.concat(chunks).toString()), response });
			});
		});
	}

	static async start(): Promise<DrivenWindows> {
		const windows = new DrivenWindows();
		windows.#server.listen(0, '127.0.0.1');
		await once(windows.#server, 'listening');
		return windows;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	/** Resolves when the driver of that window has nothing to do. */
	async isReady(window: string): Promise<void> {
		await this.#of(window).promise;
	}

	/** Has a window attach files. Resolves with what it was told of each. */
	async attach(window: string, taskId: number, paths: readonly string[]): Promise<readonly Said[]> {
		const { response } = await this.#of(window).promise;
		this.#asking.delete(window);
		response.end(JSON.stringify({ taskId, paths }));
		return (await this.#of(window).promise).said;
	}

	async close(): Promise<void> {
		this.#server.close();
		this.#server.closeAllConnections();
		await once(this.#server, 'close');
	}

	#of(window: string): Coming<Asking> {
		const asking = this.#asking.get(window) ?? coming<Asking>();
		this.#asking.set(window, asking);
		return asking;
	}
}

/** A value that somebody gives later. */
interface Coming<Value> {
	readonly promise: Promise<Value>;
	resolve(value: Value): void;
}

function coming<Value>(): Coming<Value> {
	let resolve: (value: Value) => void = () => {};
	const promise = new Promise<Value>(settle => {
		resolve = settle;
	});
	return { promise, resolve: value => resolve(value) };
}
