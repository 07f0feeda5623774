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

/** One `git check-ignore` that is asked about one path after the other, by rules alone: whether Git follows the path is not looked at. */
export class CheckIgnore {
	readonly #child: ChildProcessWithoutNullStreams;
	#question: Question | undefined;
	#end: GitCannotTell | undefined;
	#errors = '';
	#readBytes = 0;
	#field = 0;
	/** Of the field that is being read. */
	#firstByte: number | undefined;
	#isIgnored = false;

	/** At a top folder; `root` has no links on its way. */
	constructor(git: Pick<GitRun, 'path' | 'root'>) {
		const { args, options } = harmlessCommand(git, ['check-ignore', '--no-index', '--stdin', '-z', '-v', '-n'], {
			// Git does not go on to a repository further up, whose rules are about other paths.
			GIT_CEILING_DIRECTORIES: path.dirname(git.root),
		});
		this.#child = spawn(git.path, args, { ...options, stdio: 'pipe' });
		this.#child.on('error', error => this.end(String(error))); // first: where the system has no handles left there are no streams
		this.#child.stdin.on('error', () => undefined); // it ended: its exit tells why
		this.#child.stdout.on('data', (chunk: Buffer) => this.#read(chunk));
		this.#child.stderr.on('data', (chunk: Buffer) => {
			this.#errors = (this.#errors + chunk.toString()).slice(0, maxErrorCharacters);
		});
		this.#child.on('close', () => this.end(this.#errors));
	}

	/**
	 * Whether each path is ignored; they are relative to the top folder, with `/` between the parts, in bytes where those are not
	 * UTF-8. One question at a time.
	 * @throws GitCannotTell where it has ended, with what it said, or takes longer than so many milliseconds
	 */
	async ask(paths: readonly ExactPath[], limitMs: number): Promise<readonly boolean[]> {
		if (this.#end) {
			throw this.#end;
		}
		const timer = setTimeout(() => this.end(`no answer in ${limitMs} ms`), limitMs);
		try {
			return await new Promise((resolve, reject) => {
				this.#question = { paths, answers: [], resolve, reject };
				// With `./` in front nothing in a name means anything to Git.
				this.#child.stdin.write(Buffer.concat(paths.flatMap(each => [before, Buffer.from(each as string), after])));
			});
		} finally {
			clearTimeout(timer);
		}
	}

	/** Ends Git, if it has not ended yet. */
	end(why = 'it is not needed any more'): void {
		this.#end ??= new GitCannotTell(`git check-ignore: ${why.trim()}`);
		this.#child.kill('SIGKILL');
		this.#question?.reject(this.#end);
	}

	#read(chunk: Buffer): void {
		this.#readBytes += chunk.length;
		if (this.#readBytes > maxOutputBytes) {
			this.end('it gives too much');
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
