import { type fetch as Fetch, type RequestInit, Response } from 'undici';
import type { Transport } from '../../../src/cor/http/transport.js';
import { spelled } from '../../sandbox/answers/answers.js';
import { mainUser } from '../../sandbox/seed.js';
import {
	errorBody,
	leftOutOf,
	type RequestFault,
	retryAfterText,
	type StoredWhen,
} from '../schedules/request-faults.js';
import { type BatchFile, longestLagMs, type Schedule } from '../schedules/schedule.js';
import {
	type FaultInjector,
	type HostProcess,
	priorFiles,
	type StoredFile,
	type Testbed,
} from '../schedules/testbed.js';
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
const longAgoMs = 2 * 24 * 3_600_000; // by the time of such a thing nobody takes it for a file that was sent

/** The caller hung up: what the server still does goes on without it. */
class HungUp extends Error {}

/** COR in memory, with the network between. Everything that happens on it is the same for the same schedule. */
export class ModelTestbed implements Testbed {
	readonly taskId = 4101;
	readonly clock = new VirtualClock(startedAt);
	readonly credential = { apiKey: mainUser.apiKey ?? '', clientSecret: mainUser.clientSecret ?? '' };
	#cor = new CorModel();
	#keepsParts = false;
	#preparedAt = startedAt;

	get apiUrl(): URL {
		return new URL(`${this.#cor.origin}/v1`);
	}

	async prepare(schedule: Schedule): Promise<readonly number[]> {
		const { names: fileNameForm, numbers, several: severalFiles, keepsParts } = schedule;
		this.#cor = new CorModel({ fileNameForm, numbers, severalFiles }, schedule.world);
		this.#keepsParts = keepsParts;
		const now = this.clock.now();
		this.#preparedAt = Math.floor(now); // attachments carry whole milliseconds
		return priorFiles(schedule).map(({ name, bytes, byUs, versions }, index) => {
			const user = byUs ? mainUser : somebodyElse;
			const at = now - (index === 0 ? longAgoMs : longestLagMs); // it is listed by now
			const root = this.#cor.add(this.taskId, { name, bytes, parentId: null }, user, at);
			for (const version of versions) {
				this.#cor.add(this.taskId, { name, bytes: version, parentId: root.id }, user, at);
			}
			return root.id;
		});
	}

	transport(hostProcess: HostProcess, injector: FaultInjector): Transport {
		const fetch = (url: URL, init: RequestInit) =>
			new Exchange({
				cor: this.#cor,
				keepsParts: this.#keepsParts,
				preparedAt: this.#preparedAt,
				clock: this.clock,
				taskId: this.taskId,
				hostProcess,
				injector,
				url,
				init,
			}).run();
		return { fetch: fetch as unknown as typeof Fetch };
	}

	async storedFiles(): Promise<readonly StoredFile[]> {
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
	/** What is older was on the task before, in epoch milliseconds. */
	readonly preparedAt: number;
	readonly clock: VirtualClock;
	readonly taskId: number;
	readonly hostProcess: HostProcess;
	readonly injector: FaultInjector;
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
	#onHangUp: (reason: unknown) => void = () => {};

	constructor(options: ExchangeOptions) {
		this.#options = options;
		this.#release = options.clock.hold();
	}

	/** What `fetch` gives. Never settles for a process that is dead. */
	run(): Promise<Response> {
		const { hostProcess, init, injector, url } = this.#options;
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
				if (!hostProcess.dead.aborted) {
					reject(reason);
				}
			};
			signal.addEventListener('abort', () => hangUp(signal.reason), { signal: listening.signal });
			hostProcess.dead.addEventListener('abort', () => hangUp(hostProcess.dead.reason), { signal: listening.signal });
			if (hostProcess.dead.aborted) {
				this.#release();
				return;
			}
			if (signal.aborted) {
				hangUp(signal.reason);
			}
			const isUpload = init.method === 'POST' && url.pathname.endsWith('/attachments');
			(isUpload ? this.#upload() : this.#read(injector.nextRead(url)))
				.then(
					response => !this.#hasHungUp && resolve(response),
					error => !this.#hasHungUp && reject(error),
				)
				.finally(() => {
					if (!this.#isAnswering) {
						listening.abort();
					}
					this.#release();
				});
		});
	}

	async #read(fault: RequestFault): Promise<Response> {
		const { cor, url, taskId, injector } = this.#options;
		injector.step();
		this.#breakOff(fault);
		if (fault.kind === 'reset-before-end' || fault.kind === 'reset-after-end') {
			throw lostConnection();
		}
		if (fault.kind === 'silence') {
			await this.#forever();
		}
		if (fault.kind === 'status') {
			return this.#statusAnswer(fault, []);
		}
		if (fault.kind === 'late') {
			await this.#wait(fault.ms);
		}
		injector.step();
		const isToken = url.pathname.includes('/oauth');
		const refused = isToken ? undefined : cor.unauthorized(this.#header('authorization'));
		const answer = refused ?? this.#readAnswer(isToken, url, taskId);
		return this.#spoiled(fault, answer);
	}

	#readAnswer(isToken: boolean, url: URL, taskId: number): ModelAnswer {
		const { cor } = this.#options;
		if (isToken) {
			return cor.issueToken();
		}
		return url.pathname.endsWith('/me') ? cor.me() : cor.list(taskId, url.searchParams, this.#options.clock.now());
	}

	async #upload(): Promise<Response> {
		const { cor, injector } = this.#options;
		const { fault, number, files } = injector.nextUpload();
		const [first] = files;
		this.#fileCount = files.length;
		const names = files.map(({ planned }) => planned.name);
		injector.step();
		if (first && injector.hasTwin(number, 'before')) {
			this.#placeTwin(first);
		}
		this.#breakOff(fault);
		const refused = cor.unauthorized(this.#header('authorization'));
		if (refused) {
			return this.#toResponse(refused);
		}
		if (fault.kind === 'reset-before-end') {
			await this.#pull(fault.taken);
			this.#keepParts();
			throw lostConnection();
		}
		if (fault.kind === 'stall') {
			await this.#pull(0.01);
			await this.#forever();
		}
		if (fault.kind === 'status' && fault.when === 'early') {
			return this.#statusAnswer(fault, names);
		}
		if (fault.kind === 'answered-early') {
			return this.#toResponse(entriesOf(files));
		}
		const body = await this.#pull(1, fault.kind === 'trickle' ? fault.ms / 3 : 0);
		const answer = this.#keep(fault, this.#filesOf(body), leftOutOf(fault, names));
		injector.step();
		if (first && injector.hasTwin(number, 'after')) {
			this.#placeTwin(first);
		}
		return this.#answerUpload(fault, names, answer);
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

	/** The files are stored now, later or not at all. Returns what COR answers then. */
	#keep(fault: RequestFault, uploads: readonly ModelUpload[], left: LeftOutFiles): () => ModelAnswer {
		const { cor, clock, taskId } = this.#options;
		let answer: ModelAnswer = { status: 200, body: { files: [], files_q: 0 } };
		const store = (): void => {
			answer = cor.upload(taskId, uploads, clock.now(), left);
		};
		const stored = storedWhen(fault);
		if (stored === 'yes') {
			store();
		} else if (typeof stored === 'number') {
			clock.after(stored, store);
		}
		return () => answer;
	}

	async #answerUpload(fault: RequestFault, names: readonly string[], answer: () => ModelAnswer): Promise<Response> {
		switch (fault.kind) {
			case 'reset-after-end':
				throw lostConnection();
			case 'silence':
				return this.#forever();
			case 'status':
				return this.#statusAnswer(fault, names);
			case 'late':
			case 'trickle':
				await this.#wait(fault.ms);
				return this.#toResponse(answer());
			case 'file-refused':
				return this.#toResponse(fault.status === 400 ? refusedFiles(names) : answer());
			case 'wrong-entry':
				return this.#toResponse(this.#withWrongEntry(fault.entry, answer()));
			default:
				return this.#spoiled(fault, answer());
		}
	}

	#spoiled(fault: RequestFault, answer: ModelAnswer): Response {
		const text = this.#textOf(answer);
		if (answer.status !== 200) {
			return this.#toResponse(answer);
		}
		switch (fault.kind) {
			case 'garbled':
				return new Response(garbled(fault.form, text), { status: 200 });
			case 'wrong-length':
				return fault.by < 0 ? new Response(text.slice(0, fault.by), { status: 200 }) : this.#half(text, 'close');
			case 'half-answer':
				return this.#half(text.slice(0, text.length / 2), fault.ending);
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

	#withWrongEntry(entry: 'older' | 'half-size' | 'stranger', answer: ModelAnswer): ModelAnswer {
		type Entry = { readonly size: number };
		const { files = [], ...rest } = answer.body as { readonly files?: readonly Entry[] };
		const [first = { id: 99_000, originalname: 'informe.pdf', size: 5_000 }, ...others] = files;
		const { cor, preparedAt } = this.#options;
		const [older] = cor.records.filter(({ createdAt }) => Date.parse(createdAt) < preparedAt);
		const stranger = { ...first, originalname: 'otro.bin', name: 'otro.bin', size: first.size + 3 };
		const wrong = {
			older: older ? { ...first, id: older.id, originalname: older.originalname, size: older.size } : stranger,
			'half-size': { ...first, size: first.size === 0 ? 1 : Math.floor(first.size / 2) },
			stranger,
		}[entry];
		return { ...answer, body: { ...rest, files: [wrong, ...others] } };
	}

	#statusAnswer(fault: Extract<RequestFault, { kind: 'status' }>, [fileName = '']: readonly string[]): Response {
		if (fault.status === 407) {
			throw proxyWantsPassword();
		}
		const retryAfter = retryAfterText(fault.retryAfter, this.#options.clock.now());
		const body = errorBody(fault.body, fault.status, fileName);
		return this.#toResponse(
			{ status: fault.status, body },
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
	#breakOff(fault: RequestFault): void {
		switch (fault.kind) {
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
			this.#options.injector.step();
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

	#placeTwin(file: BatchFile): void {
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

/** Whether the file of a request that came whole is stored. */
function storedWhen(fault: RequestFault): StoredWhen {
	switch (fault.kind) {
		case 'reset-after-end':
		case 'status':
		case 'garbled':
		case 'silence':
		case 'wrong-entry':
			return fault.stored;
		case 'file-refused':
			return fault.status === 400 ? 'no' : 'yes';
		case 'late':
			return fault.ms;
		default:
			return 'yes';
	}
}

/** What COR would answer if it had these. */
function entriesOf(files: readonly BatchFile[]): ModelAnswer {
	const entries = files.map(({ planned: { name }, bytes }, index) => ({
		id: 99_000 + index,
		originalname: name,
		size: bytes.length,
	}));
	return { status: 200, body: { files: entries, files_q: entries.length } };
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
