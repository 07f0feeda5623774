import { truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newestEditor } from '../host/editors.js';
import { installEditor } from '../host/install-editor.js';
import { removeTemporaryFolder, temporaryFolder } from '../host/temporary-folder.js';
import { type BenchEditor, openBenchEditor } from './editor/bench-editor.js';
import type { HostCost } from './editor/editor-orders.js';
import { MiB } from './figures/figures.js';
import type { Cost, Order } from './order.js';
import { type IdentityFiles, makeIdentity } from './programs/identity.js';
import { sendApart } from './programs/sender.js';
import { type Sink, startSink } from './programs/sink.js';
import type { Way } from './ways/ways.js';

export const taskId = 4101;
export const inEditor = 'ours, in the editor';

/** What every row needs: a folder, a sink, and the editor, which stays open from row to row. */
export class Ground {
	readonly dir: string;
	readonly identity: IdentityFiles;
	readonly sink: Sink;
	/** How many rounds there are where a row does not say otherwise. */
	readonly rounds: number;
	/** The share of the full size that everything has: 1, or less to see that it works. */
	readonly scale: number;
	readonly #node: string;
	readonly #first: string;
	#editor: BenchEditor | undefined;

	private constructor(dir: string, identity: IdentityFiles, sink: Sink, node: string, options: GroundOptions) {
		this.dir = dir;
		this.identity = identity;
		this.sink = sink;
		this.rounds = options.rounds;
		this.scale = options.scale;
		this.#node = node;
		this.#first = this.file('first.bin', 64 * 1024);
	}

	static async prepare(options: GroundOptions): Promise<Ground> {
		const dir = temporaryFolder();
		const { node } = await installEditor(newestEditor);
		return new Ground(dir, await makeIdentity(dir), await startSink(), node, options);
	}

	/** An order to the sink. */
	order(files: readonly string[]): Order {
		return { apiUrl: `http://127.0.0.1:${this.sink.port}/v1`, token: 'sink', taskId, files };
	}

	/** A file of so many bytes that takes no room on the disk. */
	file(name: string, bytes: number): string {
		const file = path.join(this.dir, name);
		writeFileSync(file, '');
		truncateSync(file, bytes);
		return file;
	}

	/** Sends in a process of its own, on the editor's Node, after a small file that is not counted. */
	inNode(way: Way, order: Order): Promise<Cost> {
		return sendApart(this.#node, { way, order, first: { ...order, files: [this.#first], times: 1 } });
	}

	/** Sends through the command, after a small file that is not counted. */
	async inEditor(order: Order): Promise<HostCost> {
		const editor = await this.editor();
		await editor.send({ ...order, files: [this.#first], times: 1 });
		return editor.send(order);
	}

	/** Sends in the extension host in somebody else's way, after a small file that is not counted. */
	async inEditorWith(way: Way, order: Order): Promise<Cost> {
		const editor = await this.editor();
		await editor.sendWith(way, { ...order, files: [this.#first], times: 1 });
		return editor.sendWith(way, order);
	}

	/** Makes sure that what arrived at the sink since it was asked last is one file of so many bytes, and the small one. */
	async arrived(size: number): Promise<void> {
		const { bytes, uploads } = await this.sink.take();
		if (uploads !== 2 || bytes < size || bytes > size + MiB) {
			throw new Error(`${bytes} bytes arrived in ${uploads} uploads instead of ${size}`);
		}
	}

	async editor(): Promise<BenchEditor> {
		this.#editor ??= await openBenchEditor(newestEditor, this.identity.ca);
		return this.#editor;
	}

	/** An editor in which the extension was never used; it stays for the rows that follow. */
	async freshEditor(): Promise<BenchEditor> {
		await this.closeEditor();
		return this.editor();
	}

	/** Whoever needs the editor next has another one. */
	async closeEditor(): Promise<void> {
		const editor = this.#editor;
		this.#editor = undefined;
		await editor?.stop();
	}

	async stop(): Promise<void> {
		await this.closeEditor();
		await this.sink.stop();
		removeTemporaryFolder(this.dir);
	}
}

export interface GroundOptions {
	readonly rounds: number;
	readonly scale: number;
}
