import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import path from 'node:path';
import type { ExactPath } from '../exact-path.js';
import { GitCannotTell } from './git-folder.js';
import { type GitRun, harmlessCommand } from './run-git.js';

// Each answer repeats the rule, which may be long.
const maxOutputBytes = 100 * 1_000 * 1_000;
const maxErrorCharacters = 1_000;
const [patternField, fields] = [2, 4]; // source, line, pattern, path
const exclamationMark = 0x21;
const [before, after] = [Buffer.from('./'), Buffer.of(0)];

interface Question {
	readonly paths: readonly ExactPath[];
	readonly answers: boolean[];
	resolve(answers: readonly boolean[]): void;
	reject(error: GitCannotTell): void;
}

/**
 * One running `git check-ignore` that answers questions one after another. Checks only the rules, not whether Git
 * tracks the path.
 */
export class CheckIgnore {
	readonly #child: ChildProcessWithoutNullStreams;
	#question: Question | undefined;
	#end: GitCannotTell | undefined;
	#errors = '';
	#readBytes = 0;
	#field = 0;
	/** State of the field that is being read. */
	#firstByte: number | undefined;
	#isIgnored = false;

	/** @param git `root` is the repository's top folder, without links in its path */
	constructor(git: Pick<GitRun, 'path' | 'root'>) {
		const { args, options } = harmlessCommand(git, ['check-ignore', '--no-index', '--stdin', '-z', '-v', '-n'], {
			// Keeps Git from finding a repository further up, which has other rules.
			GIT_CEILING_DIRECTORIES: path.dirname(git.root),
		});
		this.#child = spawn(git.path, args, { ...options, stdio: 'pipe' });
		this.#child.on('error', error => this.end(String(error))); // register first: if the system has no handles left, the streams are missing
		this.#child.stdin.on('error', () => undefined); // the process ended; its exit says why
		this.#child.stdout.on('data', (chunk: Buffer) => this.#read(chunk));
		this.#child.stderr.on('data', (chunk: Buffer) => {
			this.#errors = (this.#errors + chunk.toString()).slice(0, maxErrorCharacters);
		});
		this.#child.on('close', () => this.end(this.#errors));
	}

	/**
	 * Whether each path is ignored. Paths are relative to the top folder, with `/` between the parts, in bytes if they
	 * aren't UTF-8. Ask one question at a time.
	 * @throws GitCannotTell if Git has ended, with its message, or if it takes longer than `limitMs`
	 */
	async ask(paths: readonly ExactPath[], limitMs: number): Promise<readonly boolean[]> {
		if (this.#end) {
			throw this.#end;
		}
		const timer = setTimeout(() => this.end(`no answer within ${limitMs} ms`), limitMs);
		try {
			return await new Promise((resolve, reject) => {
				this.#question = { paths, answers: [], resolve, reject };
				// `./` keeps Git from treating any part of a name specially.
				this.#child.stdin.write(Buffer.concat(paths.flatMap(each => [before, Buffer.from(each as string), after])));
			});
		} finally {
			clearTimeout(timer);
		}
	}

	/** Ends Git if it still runs. */
	end(why = 'no longer needed'): void {
		this.#end ??= new GitCannotTell(`git check-ignore: ${why.trim()}`);
		this.#child.kill('SIGKILL');
		this.#question?.reject(this.#end);
	}

	#read(chunk: Buffer): void {
		this.#readBytes += chunk.length;
		if (this.#readBytes > maxOutputBytes) {
			this.end('it printed too much');
			return;
		}
		for (let at = 0; at < chunk.length; ) {
			const end = chunk.indexOf(0, at);
			if (end !== at) {
				this.#firstByte ??= chunk[at];
			}
			if (end < 0) {
				return;
			}
			this.#finishField();
			at = end + 1;
		}
	}

	#finishField(): void {
		if (this.#field === patternField) {
			this.#isIgnored = this.#firstByte !== undefined && this.#firstByte !== exclamationMark;
		}
		this.#firstByte = undefined;
		this.#field = (this.#field + 1) % fields;
		if (this.#field === 0) {
			this.#answer(this.#isIgnored);
		}
	}

	#answer(isIgnored: boolean): void {
		const question = this.#question;
		question?.answers.push(isIgnored);
		if (question && question.answers.length === question.paths.length) {
			this.#question = undefined;
			question.resolve(question.answers);
		}
	}
}
