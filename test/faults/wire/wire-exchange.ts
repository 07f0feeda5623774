import { Agent, buildConnector, type Dispatcher, fetch, type RequestInit, type Response } from 'undici';
import type { Clock } from '../../../src/attach/clock.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { collaborator } from '../../sandbox/seed.js';
import type { VirtualClock } from '../model/virtual-clock.js';
import type { RequestFault } from '../schedules/request-faults.js';
import type { BatchFile } from '../schedules/schedule.js';
import type { FaultInjector, HostProcess } from '../schedules/testbed.js';
import { unknownCertificate } from './network-errors.js';
import { Relay, type RelayOptions } from './relay.js';
import { type Later, sandboxFault } from './sandbox-faults.js';

interface WireExchangeOptions {
	readonly sandbox: Sandbox;
	readonly clock: VirtualClock;
	readonly taskId: number;
	/** For requests whose connection no fault is injected into. */
	readonly agent: Agent;
	/** Where redirects lead to. */
	readonly otherHost: string;
	readonly hostProcess: HostProcess;
	readonly injector: FaultInjector;
	readonly url: URL;
	readonly init: RequestInit;
}

let marks = 0;

// What of an answer passes before it is cut: its head and the beginning of its body.
const halfAnswerBytes = 210;
// Less than any request has.
const stalledAfterBytes = 200;
// About what a small upload has; a larger one takes longer, as on any slow line.
const trickleBytes = 6_000;
const tricklePieces = 20;

/** One request over real sockets and the fault injected into it. Time stands still while it moves, and passes while it is held. */
export class WireExchange {
	readonly #options: WireExchangeOptions;
	readonly #mark = String(++marks);
	readonly #abort = new AbortController();
	#agent: Agent | undefined;
	#relay: Relay | undefined;
	#release: () => void;
	#isOver = false;
	#overAt = Number.POSITIVE_INFINITY;
	#files: readonly BatchFile[] = [];
	#hasGivenAll = false;
	#onHeld: (() => Promise<void>) | undefined;

	constructor(options: WireExchangeOptions) {
		this.#options = options;
		this.#release = options.clock.hold();
	}

	/** What `fetch` gives. Never settles for a process that is dead. */
	run(): Promise<Response> {
		const { hostProcess, init } = this.#options;
		const signal = init.signal as AbortSignal;
		return new Promise((resolve, reject) => {
			const giveUp = (): void => {
				this.#breakOff(signal.reason);
				if (!hostProcess.dead.aborted) {
					reject(signal.reason);
				}
			};
			signal.addEventListener('abort', giveUp);
			hostProcess.dead.addEventListener('abort', () => {
				// What the system's buffers hold still leaves; of a body that did not come to its end no more does.
				if (!this.#hasGivenAll) {
					this.#breakOff(hostProcess.dead.reason);
				}
			});
			if (hostProcess.dead.aborted) {
				this.#settle();
				return;
			}
			if (signal.aborted) {
				giveUp();
			}
			this.#send().then(
				response => !hostProcess.dead.aborted && resolve(response),
				error => {
					this.#settle();
					if (!hostProcess.dead.aborted) {
						reject(error);
					}
				},
			);
		});
	}

	/** Breaks off what is still open. */
	async close(): Promise<void> {
		this.#breakOff('the run is over');
		await Promise.all([this.#agent?.destroy(), this.#relay?.close()]);
	}

	/** What is on a slow line goes with the connection. */
	#breakOff(reason: unknown): void {
		this.#abort.abort(reason);
		this.#relay?.drop();
		this.#settle();
	}

	async #send(): Promise<Response> {
		const { url, init, injector, agent, hostProcess } = this.#options;
		const isUpload = init.method === 'POST' && url.pathname.endsWith('/attachments');
		const fault = isUpload ? await this.#beginUpload() : injector.nextRead(url);
		if (!isUpload) {
			injector.step();
		}
		const dispatcher = this.#isOver ? agent : ((await this.#inject(fault)) ?? agent);
		const response = await fetch(url, {
			...init,
			...(init.body ? { body: this.#watchedBody(init.body) } : {}),
			headers: { ...(init.headers as Record<string, string>), 'x-fault': this.#mark },
			signal: this.#abort.signal,
			dispatcher,
		}).finally(() => this.#onHeld?.());
		injector.step();
		if (hostProcess.dead.aborted) {
			this.#settle();
			await response.body?.cancel();
			return this.#never();
		}
		const body = response.body ? this.#watchedAnswer(response.body) : null;
		if (!body) {
			this.#settle();
		}
		return { status: response.status, headers: response.headers, body } as unknown as Response;
	}

	async #beginUpload(): Promise<RequestFault> {
		const { injector } = this.#options;
		const { fault, number, files } = injector.nextUpload();
		const [file] = files;
		this.#files = files;
		injector.step();
		if (file && injector.hasTwin(number, 'before')) {
			await this.#placeTwin(file);
		}
		if (file && injector.hasTwin(number, 'after')) {
			this.#onHeld = () => {
				this.#onHeld = undefined;
				return this.#placeTwin(file);
			};
		}
		return fault;
	}

	/** Injects the fault into the request; returns the connection to use if it is not the ordinary one. */
	async #inject(fault: RequestFault): Promise<Dispatcher | undefined> {
		const { sandbox, clock, otherHost, url } = this.#options;
		switch (fault.kind) {
			case 'none':
				return undefined;
			case 'token-ends':
				sandbox.expireTokens();
				return undefined;
			case 'refused-connection':
				return this.#connectTo(1);
			case 'certificate':
				throw unknownCertificate();
			case 'reset-before-end': {
				const length = Number((this.#options.init.headers as Record<string, string>)['content-length'] ?? 0);
				return this.#through({
					plan: () =>
						fault.taken === 0
							? { resetAtOnce: true }
							: { up: { afterBytes: Math.max(1, Math.floor(fault.taken * length)), how: 'reset' } },
				});
			}
			case 'half-answer': {
				const onCut = () => void (fault.ending === 'silence' && this.#held());
				return this.#through({
					plan: () => ({ down: { afterBytes: halfAnswerBytes, how: fault.ending, onCut } }),
				});
			}
			case 'stall':
				return this.#through({
					plan: () => ({ up: { afterBytes: stalledAfterBytes, how: 'stall', onCut: () => void this.#held() } }),
				});
			case 'trickle': {
				const shape = { bytesPerSecond: trickleBytes / (fault.ms / 1_000), pieceMs: fault.ms / tricklePieces };
				return this.#through({ up: shape, down: shape, clock: this.#lineClock() });
			}
			default: {
				const inSandbox = sandboxFault(fault, {
					fileNames: this.#files.map(({ planned }) => planned.name),
					now: clock.now(),
					otherHost,
					onHeld: () => void this.#held(),
					after: (ms, answers) => this.#later(ms, answers),
				});
				sandbox.failNext({ header: ['x-fault', this.#mark] }, inSandbox);
				return this.#connectTo(Number(url.port));
			}
		}
	}

	/** The server holds the request, or its answer: nothing moves until time has passed or somebody gives up. */
	async #held(): Promise<void> {
		await this.#onHeld?.();
		this.#options.injector.step();
		this.#release();
	}

	/** Has the sandbox go on so much later; time then stands still until it is done, or until its answer is here. */
	#later(ms: number, answers: boolean): Later {
		const { clock } = this.#options;
		let resume = (): void => {};
		let onDone = (): void => {};
		const until = new Promise<void>(resolve => {
			resume = resolve;
		});
		const go = (): void => {
			const release = clock.hold();
			if (answers && !this.#isOver) {
				this.#release = release;
			} else {
				onDone = release;
			}
			resume();
		};
		return { until, onHeld: () => void clock.after(ms, go), onDone: () => onDone() };
	}

	#connectTo(port: number): Agent {
		const connector = buildConnector({});
		this.#agent = new Agent({ connect: (options, done) => connector({ ...options, port: String(port) }, done) });
		return this.#agent;
	}

	async #through(options: Omit<RelayOptions, 'target'>): Promise<Agent> {
		const { hostname: host, port } = this.#options.url;
		this.#relay = await Relay.start({ target: { host, port: Number(port) }, ...options });
		return this.#connectTo(this.#relay.port);
	}

	/** While the line waits for the time to pass, nothing moves. */
	#lineClock(): Clock {
		const { clock, hostProcess } = this.#options;
		const waiting = new Set<() => void>();
		const after = (ms: number, action: () => void): (() => void) => {
			const go = (): void => {
				waiting.delete(hurry);
				if (waiting.size === 0 && !this.#isOver) {
					this.#release = clock.hold();
				}
				action();
			};
			// What a process that died had handed over still leaves, and soon: see `#later`.
			let stop = clock.after(hostProcess.dead.aborted && !this.#isLongOver ? 0 : ms, go);
			const hurry = (): void => {
				stop();
				stop = clock.after(0, go);
			};
			waiting.add(hurry);
			this.#release();
			return () => stop();
		};
		hostProcess.dead.addEventListener('abort', () => {
			for (const hurry of this.#isLongOver ? [] : waiting) {
				hurry();
			}
		});
		return { now: () => clock.now(), after };
	}

	async #placeTwin({ planned: { name, parentId }, bytes }: BatchFile): Promise<void> {
		const { sandbox, taskId } = this.#options;
		await sandbox.place(taskId, { user: collaborator, name, bytes, ...(parentId !== undefined && { parentId }) });
	}

	async *#watchedBody(body: unknown): AsyncGenerator<Uint8Array> {
		if (typeof body === 'string') {
			yield Buffer.from(body);
		} else {
			yield* body as AsyncIterable<Uint8Array>;
		}
		this.#hasGivenAll = true;
	}

	async *#watchedAnswer(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
		try {
			yield* body;
		} catch (error) {
			if (this.#options.hostProcess.dead.aborted) {
				await this.#never();
			}
			throw error;
		} finally {
			this.#settle();
		}
	}

	/** Whether the process had the time to write down how the request ended. */
	get #isLongOver(): boolean {
		return this.#options.clock.now() > this.#overAt;
	}

	#settle(): void {
		this.#isOver = true;
		this.#overAt = Math.min(this.#overAt, this.#options.clock.now());
		this.#release();
	}

	#never(): Promise<never> {
		return new Promise(() => {});
	}
}
