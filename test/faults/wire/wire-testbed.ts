import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, type fetch as Fetch, type RequestInit } from 'undici';
import type { Transport } from '../../../src/cor/http/transport.js';
import { temporaryFolder } from '../../host/temporary-folder.js';
import { type Sandbox, type StoredAttachment, startSandbox } from '../../sandbox/sandbox.js';
import { collaborator, mainUser } from '../../sandbox/seed.js';
import { defaultSettings } from '../../sandbox/settings.js';
import { VirtualClock } from '../model/virtual-clock.js';
import type { Schedule } from '../schedules/schedule.js';
import {
	type FaultInjector,
	type HostProcess,
	priorFiles,
	type StoredFile,
	type Testbed,
} from '../schedules/testbed.js';
import { WireExchange } from './wire-exchange.js';

/** COR behind real sockets: the sandbox, a line that can be cut, and another host that nobody must come to. */
export class WireTestbed implements Testbed {
	readonly taskId = 4101;
	readonly clock = new VirtualClock(Date.now());
	readonly credential = { apiKey: mainUser.apiKey ?? '', clientSecret: mainUser.clientSecret ?? '' };
	readonly #sandbox: Sandbox;
	readonly #otherHost = createServer((_, response) => {
		this.#visits += 1;
		response.end('{}');
	});
	readonly #agent = new Agent();
	readonly #open = new Set<WireExchange>();
	#visits = 0;

	private constructor(sandbox: Sandbox) {
		this.#sandbox = sandbox;
	}

	static async start(): Promise<WireTestbed> {
		const testbed = new WireTestbed(await startSandbox({ dataDir: temporaryFolder() }));
		testbed.#otherHost.listen(0, '127.0.0.1');
		await once(testbed.#otherHost, 'listening');
		return testbed;
	}

	get apiUrl(): URL {
		return new URL(this.#sandbox.apiUrl);
	}

	async prepare(schedule: Schedule): Promise<readonly number[]> {
		const { names: fileNameForm, numbers, several: severalFiles } = schedule;
		await this.#sandbox.clear();
		this.#sandbox.set({ ...defaultSettings, variants: { fileNameForm, numbers, severalFiles } });
		const ids: number[] = [];
		for (const { name, bytes, byUs, versions } of priorFiles(schedule)) {
			const user = byUs ? mainUser : collaborator;
			const id = await this.#sandbox.place(this.taskId, { user, name, bytes });
			for (const version of versions) {
				await this.#sandbox.place(this.taskId, { user, name, bytes: version, parentId: id });
			}
			ids.push(id);
		}
		return ids;
	}

	transport(hostProcess: HostProcess, injector: FaultInjector): Transport {
		const fetch = async (url: URL, init: RequestInit) => {
			const exchange = new WireExchange({
				sandbox: this.#sandbox,
				clock: this.clock,
				taskId: this.taskId,
				agent: this.#agent,
				otherHost: `http://127.0.0.1:${(this.#otherHost.address() as AddressInfo).port}/`,
				hostProcess,
				injector,
				url,
				init,
			});
			this.#open.add(exchange);
			return exchange.run();
		};
		return { fetch: fetch as unknown as typeof Fetch };
	}

	async storedFiles(): Promise<readonly StoredFile[]> {
		await Promise.all([...this.#open].map(exchange => exchange.close()));
		this.#open.clear();
		await this.#sandbox.settled();
		const all = (stored: StoredAttachment): StoredAttachment[] => [stored, ...stored.versions.flatMap(all)];
		return this.#sandbox
			.attachments(this.taskId)
			.flatMap(all)
			.map(({ originalname: name, id, userId, parentId, sha256 }) => ({ id, userId, parentId, name, sha256 }));
	}

	complaints(): readonly string[] {
		const visits = this.#visits > 0 ? [`${this.#visits} requests came to another host`] : [];
		return [...this.#sandbox.complaints, ...visits];
	}

	async close(): Promise<void> {
		await this.#agent.destroy();
		this.#otherHost.close();
		await this.#sandbox.close();
	}
}
