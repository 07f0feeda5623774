import { type fetch as Fetch, type RequestInit, Response } from 'undici';
import type { Transport } from '../../../src/cor/http/transport.js';
import { spelled } from '../../sandbox/answers.js';
import { mainUser } from '../../sandbox/seed.js';
import { errorBody, type Keeping, leftOutOf, type Mishap, retryAfterText, soonMs } from '../schedules/mishaps.js';
import type { Schedule, StagedFile } from '../schedules/schedule.js';
import { type Held, type Life, priorFiles, type Script, type Stage } from '../schedules/stage.js';
import {
	lostConnection,
	proxyWantsPassword,
	redirected,
	refusedConnection,
	unknownCertificate,
} from '../wire/network-errors.js';
import { CorModel, type LeftOutFiles, type ModelAnswer, type ModelUpload, somebodyElse } from './cor-model.js';
import { readMultipart } from './multipart-reader.js';
import { VirtualClock } from './virtual-clock.js';

const startedAt = Date.UTC(2026, 0, 5, 12);

/** The caller hung up: what the server still does goes on without it. */
class HungUp extends Error {}

/** COR in memory, with the network between. Everything that happens on it is the same for the same schedule. */
export class ModelStage implements Stage {
	readonly taskId = 4101;
	readonly clock = new VirtualClock(startedAt);
	readonly credential = { apiKey: mainUser.apiKey ?? '', clientSecret: mainUser.clientSecret ?? '' };
	#cor = new CorModel();
	#keepsParts = false;

	get apiUrl(): URL {
		return new URL(`${this.#cor.origin}/v1`);
	}

	async prepare(schedule: Schedule): Promise<readonly number[]> {
		const { names: fileNameForm, numbers, several: severalFiles, keepsParts } = schedule;
		this.#cor = new CorModel({ fileNameForm, numbers, severalFiles });
		this.#keepsParts = keepsParts;
		return priorFiles(schedule).map(({ name, bytes, byUs, versions }) => {
			const user = byUs ? mainUser : somebodyElse;
			const root = this.#cor.add(this.taskId, { name, bytes, parentId: null }, user, startedAt - 1_000);
			for (const version of versions) {
				this.#cor.add(this.taskId, { name, bytes: version, parentId: root.id }, user, startedAt - 1_000);
			}
			return root.id;
		});
	}

	transport(life: Life, script: Script): Transport {
		const fetch = (url: URL, init: RequestInit) =>
			new Exchange({
				cor: this.#cor,
				keepsParts: this.#keepsParts,
				clock: this.clock,
				taskId: this.taskId,
				life,
				script,
				url,
				init,
			}).run();
		return { fetch: fetch as unknown as typeof Fetch };
	}

	async held(): Promise<readonly Held[]> {
		return this.#cor.records.map(({ originalname, ...record }) => ({ ...record, name: originalname }));
	}

	complaints(): readonly string[] {
		return [];
	}

	async close(): Promise<void> {}
}

interface ExchangeOptions {
	readonly cor: CorModel;
	readonly keepsParts: boolean;
	readonly clock: VirtualClock;
	readonly taskId: number;
	readonly life: Life;
	readonly script: Script;
	readonly url: URL;
	readonly init: RequestInit;
}

/** One request and what becomes of it. Time stands still unless it waits. */
class Exchange {
	readonly #options: ExchangeOptions;
	#release: () => void;
	#hasHungUp = false;
	/** Of an upload: how many files there are, what came of its body, and whether that is all of it. */
	#fileCount = 0;
	readonly #pieces: Buffer[] = [];
	#isWhole = false;
	/** Whether some of the answer is still due. */
	#isAnswering = false;
	/** When the process heard how the request ended. */
	#toldAt = Number.POSITIVE_INFINITY;
	#onHangUp: (reason: unknown) => void = () => {};

	constructor(options: ExchangeOptions) {
		this.#options = options;
		this.#release = options.clock.hold();
	}

	/** What `fetch` gives. Never settles for a process that is dead. */
	run(): Promise<Response> {
		const { life, init, script, url, clock } = this.#options;
		const signal = init.signal as AbortSignal;
		return new Promise((resolve, reject) => {
			const listening = new AbortController(); // listeners that stay keep Node from freeing the signals
			const hangUp = (reason: unknown): void => {
				listening.abort();
				if (!this.#hasHungUp && !this.#isWhole) {
					this.#keepParts();
				}
				this.#hasHungUp = true;
				this.#onHangUp(reason);
				if (!life.dead.aborted) {
					this.#toldAt = clock.now();
					reject(reason);
				}
			};
			signal.addEventListener('abort', () => hangUp(signal.reason), { signal: listening.signal });
			life.dead.addEventListener('abort', () => hangUp(life.dead.reason), { signal: listening.signal });
			if (life.dead.aborted) {
				this.#release();
				return;
			}
			if (signal.aborted) {
				hangUp(signal.reason);
			}
			const isUpload = init.method === 'POST' && url.pathname.endsWith('/attachments');
			(isUpload ? this.#upload() : this.#read(script.takeRead(url)))
				.then(
					response => !this.#hasHungUp && resolve(response),
					error => !this.#hasHungUp && reject(error),
				)
				.finally(() => {
					if (!this.#hasHungUp) {
						this.#toldAt = clock.now();
					}
					if (!this.#isAnswering) {
						listening.abort();
					}
					this.#release();
				});
		});
	}

	async #read(mishap: Mishap): Promise<Response> {
		const { cor, url, taskId, script } = this.#options;
		script.step();
		this.#breakOff(mishap);
		if (mishap.kind === 'reset-before-end' || mishap.kind === 'reset-after-end') {
			throw lostConnection();
		}
		if (mishap.kind === 'silence') {
			await this.#forever();
		}
		if (mishap.kind === 'status') {
			return this.#statusAnswer(mishap, []);
		}
		if (mishap.kind === 'late') {
			await this.#wait(mishap.ms);
		}
		script.step();
		const isToken = url.pathname.includes('/oauth');
		const refused = isToken ? undefined : cor.unauthorized(this.#header('authorization'));
		const answer = refused ?? this.#readAnswer(isToken, url, taskId);
		return this.#spoiled(mishap, answer);
	}

	#readAnswer(isToken: boolean, url: URL, taskId: number): ModelAnswer {
		const { cor } = this.#options;
		if (isToken) {
			return cor.issueToken();
		}
		return url.pathname.endsWith('/me') ? cor.me() : cor.list(taskId, url.searchParams);
	}

	async #upload(): Promise<Response> {
		const { cor, script } = this.#options;
		const { mishap, number, files } = script.takeUpload();
		const [first] = files;
		this.#fileCount = files.length;
		const names = files.map(({ planned }) => planned.name);
		script.step();
		if (first && script.hasTwin(number, 'before')) {
			this.#placeTwin(first);
		}
		this.#breakOff(mishap);
		const refused = cor.unauthorized(this.#header('authorization'));
		if (refused) {
			return this.#toResponse(refused);
		}
		if (mishap.kind === 'reset-before-end') {
			await this.#pull(mishap.taken);
			this.#keepParts();
			throw lostConnection();
		}
		if (mishap.kind === 'stall') {
			await this.#pull(0.01);
			await this.#forever();
		}
		if (mishap.kind === 'status' && mishap.when === 'early') {
			return this.#statusAnswer(mishap, names);
		}
		const body = await this.#pull(1, mishap.kind === 'trickle' ? mishap.ms / 3 : 0);
		const answer = this.#keep(mishap, this.#filesOf(body), leftOutOf(mishap, names));
		script.step();
		if (first && script.hasTwin(number, 'after')) {
			this.#placeTwin(first);
		}
		return this.#answerUpload(mishap, names, answer);
	}

	#filesOf(body: Buffer): readonly ModelUpload[] {
		return readMultipart(this.#header('content-type') ?? '', body);
	}

	/** Keeps what came of a request that breaks off, where COR does so: at once, as it would have done before. */
	#keepParts(): void {
		const { cor, taskId, clock, keepsParts } = this.#options;
		const isRefused = this.#fileCount > 1 && cor.refusal(taskId, Array(this.#fileCount).fill({ parentId: null }));
		const pieces = this.#pieces.splice(0);
		if (keepsParts && !isRefused && pieces.length > 0) {
			cor.upload(taskId, this.#filesOf(Buffer.concat(pieces)), clock.now());
		}
	}

	/** The files are kept now, later or not at all. Returns what COR answers then. */
	#keep(mishap: Mishap, uploads: readonly ModelUpload[], left: LeftOutFiles): () => ModelAnswer {
		const { cor, clock, taskId } = this.#options;
		let answer: ModelAnswer = { status: 200, body: { files: [], files_q: 0 } };
		const store = (): void => {
			answer = cor.upload(taskId, uploads, clock.now(), left);
		};
		const keeping = keepingOf(mishap);
		if (keeping === 'yes') {
			store();
		} else if (typeof keeping === 'number') {
			this.#keepLate(keeping, store);
		}
		return () => answer;
	}

	/** A process that dies hurries what it waits for: nobody could know of what is kept long after it began anew. */
	#keepLate(ms: number, store: () => void): void {
		const { clock, life } = this.#options;
		const at = clock.now() + ms;
		const stop = clock.after(life.dead.aborted ? Math.min(ms, soonMs) : ms, store);
		life.dead.addEventListener('abort', () => {
			// What it has just heard it had no time to write down.
			if (clock.now() <= this.#toldAt && clock.now() < at) {
				stop();
				clock.after(Math.min(at - clock.now(), soonMs), store);
			}
		});
	}

	async #answerUpload(mishap: Mishap, names: readonly string[], answer: () => ModelAnswer): Promise<Response> {
		switch (mishap.kind) {
			case 'reset-after-end':
				throw lostConnection();
			case 'silence':
				return this.#forever();
			case 'status':
				return this.#statusAnswer(mishap, names);
			case 'late':
			case 'trickle':
				await this.#wait(mishap.ms);
				return this.#toResponse(answer());
			case 'file-refused':
				return this.#toResponse(mishap.status === 400 ? refusedFiles(names) : answer());
			default:
				return this.#spoiled(mishap, answer());
		}
	}

	#spoiled(mishap: Mishap, answer: ModelAnswer): Response {
		const text = this.#textOf(answer);
		if (answer.status !== 200) {
			return this.#toResponse(answer);
		}
		switch (mishap.kind) {
			case 'garbled':
				return new Response(garbled(mishap.form, text), { status: 200 });
			case 'wrong-length':
				return mishap.by < 0 ? new Response(text.slice(0, mishap.by), { status: 200 }) : this.#half(text, 'close');
			case 'half-answer':
				return this.#half(text.slice(0, text.length / 2), mishap.ending);
			default:
				return this.#toResponse(answer);
		}
	}

	#half(text: string, ending: 'reset' | 'close' | 'silence'): Response {
		this.#isAnswering = true;
		const stream = new ReadableStream<Uint8Array>({
			start: controller => {
				controller.enqueue(Buffer.from(text));
				this.#onHangUp = reason => controller.error(reason);
				if (ending !== 'silence') {
					// What came is read before the end of the connection is noticed.
					setImmediate(() => controller.error(new TypeError('terminated')));
				}
			},
		});
		return new Response(stream, { status: 200 });
	}

	#statusAnswer(mishap: Extract<Mishap, { kind: 'status' }>, [fileName = '']: readonly string[]): Response {
		if (mishap.status === 407) {
			throw proxyWantsPassword();
		}
		const retryAfter = retryAfterText(mishap.retryAfter, this.#options.clock.now());
		const body = errorBody(mishap.body, mishap.status, fileName);
		return this.#toResponse(
			{ status: mishap.status, body },
			retryAfter === undefined ? {} : { 'retry-after': retryAfter },
		);
	}

	#toResponse(answer: ModelAnswer, headers: Record<string, string> = {}): Response {
		return new Response(this.#textOf(answer), { status: answer.status, headers });
	}

	#textOf({ body }: ModelAnswer): string {
		if (typeof body === 'string' || body === undefined) {
			return body ?? '';
		}
		return JSON.stringify(spelled(this.#options.cor, body));
	}

	/** What fails without a word of COR's, or before it says one. */
	#breakOff(mishap: Mishap): void {
		switch (mishap.kind) {
			case 'refused-connection':
				throw refusedConnection();
			case 'certificate':
				throw unknownCertificate();
			case 'redirect':
				throw redirected();
			case 'token-ends':
				this.#options.cor.expireTokens();
		}
	}

	/** Takes this share of the body. Throws `HungUp` when the caller does not send it. */
	async #pull(share: number, waitMs = 0): Promise<Buffer> {
		const length = Number(this.#header('content-length'));
		const pieces = this.#pieces;
		let taken = 0;
		const iterator = (this.#options.init.body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
		while (share === 1 || taken < length * share) {
			const { done, value } = await iterator.next();
			if (this.#hasHungUp) {
				throw new HungUp();
			}
			if (done) {
				return Buffer.concat(pieces);
			}
			taken += value.length;
			pieces.push(Buffer.from(value));
			this.#isWhole = taken === length;
			this.#options.script.step();
			if (this.#hasHungUp && !this.#isWhole) {
				throw new HungUp();
			}
			if (waitMs > 0 && pieces.length <= 3) {
				await this.#wait(waitMs);
			}
		}
		void iterator.return?.(); // as a transport does that gives up; nobody waits for it
		return Buffer.concat(pieces);
	}

	#placeTwin(file: StagedFile): void {
		const { cor, taskId, clock } = this.#options;
		const { name, parentId = null } = file.planned;
		cor.add(taskId, { name, bytes: file.bytes, parentId }, somebodyElse, clock.now());
	}

	async #wait(ms: number): Promise<void> {
		const { clock } = this.#options;
		this.#release();
		await clock.wait(ms);
		this.#release = clock.hold();
	}

	#forever(): Promise<never> {
		this.#release();
		return new Promise(() => {});
	}

	#header(name: string): string | null {
		return (this.#options.init.headers as Record<string, string>)[name] ?? null;
	}
}

/** Whether the file of a request that came whole is kept. */
function keepingOf(mishap: Mishap): Keeping {
	switch (mishap.kind) {
		case 'reset-after-end':
		case 'status':
		case 'garbled':
		case 'silence':
			return mishap.kept;
		case 'file-refused':
			return mishap.status === 400 ? 'no' : 'yes';
		case 'late':
			return mishap.ms;
		default:
			return 'yes';
	}
}

function refusedFiles(names: readonly string[]): ModelAnswer {
	const errors = names.map(filename => ({ filename, message: 'Invalid extension' }));
	return { status: 400, body: { status: 'ERROR', code: 'FS001', message: 'Unable to upload any file', errors } };
}

function garbled(form: 'empty' | 'html' | 'truncated-json' | 'no-files', text: string): string {
	switch (form) {
		case 'empty':
			return '';
		case 'html':
			return '<!doctype html><title>Mantenimiento</title>';
		case 'truncated-json':
			return text.slice(0, text.length / 2);
		case 'no-files':
			return JSON.stringify({ ...(JSON.parse(text) as object), files: [] });
	}
}
