import type { FaultInjector, HostProcess } from '../schedules/testbed.js';

/** The file of a journal as a process leaves it: what is on disk when it dies, the last line perhaps not as a whole. */
export class MemoryJournal {
	text: string;
	/** Told what is on disk whenever that changes. */
	onWrite: (text: string) => void = () => {};
	readonly #hostProcess: HostProcess;
	readonly #injector: FaultInjector;
	readonly #torn: number;
	#written: Promise<void> = Promise.resolve();
	/** What the disk has refused. */
	#unwritten = '';

	/** `torn`: how much of the line is on disk that is being written when the process dies, from 0 to 1. */
	constructor(text: string, hostProcess: HostProcess, injector: FaultInjector, torn: number) {
		this.text = text;
		this.#hostProcess = hostProcess;
		this.#injector = injector;
		this.#torn = torn;
	}

	/** Lines are written one after another, as on disk. */
	append(line: string): Promise<void> {
		this.#written = this.#written.then(() => this.#write(line));
		return this.#written;
	}

	async read(): Promise<string> {
		return this.text + this.#unwritten;
	}

	/** Whether it lacks lines. */
	get isLying(): boolean {
		return this.#unwritten !== '';
	}

	async remove(): Promise<void> {
		this.text = '';
	}

	async close(): Promise<void> {}

	/** What the next process finds: a line that was not written to its end is dropped. */
	wholeLines(): string {
		return this.text.slice(0, this.text.lastIndexOf('\n') + 1);
	}

	async #write(line: string): Promise<void> {
		await this.#alive();
		this.#injector.step();
		if (this.#hostProcess.dead.aborted) {
			this.text += line.slice(0, Math.floor(line.length * this.#torn));
		}
		await this.#alive();
		this.#unwritten += line;
		if (this.#injector.diskRefuses) {
			throw new Error('EROFS');
		}
		this.text += this.#unwritten;
		this.#unwritten = '';
		this.onWrite(this.text);
		this.#injector.step();
		await this.#alive();
	}

	#alive(): Promise<void> {
		return this.#hostProcess.dead.aborted ? new Promise(() => {}) : Promise.resolve();
	}
}
