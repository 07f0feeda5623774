import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { gitPath } from './repository.js';

/** A repository as it is drawn: plain data. Paths are lists of names. */
export interface DrawnRepository {
	readonly files: readonly { readonly at: readonly string[]; readonly isTracked: boolean }[];
	/** Lines of a `.gitignore`, by folder. */
	readonly rules: readonly { readonly at: readonly string[]; readonly lines: readonly string[] }[];
	/** Lines of `info/exclude`. */
	readonly exclude: readonly string[];
	/** Lines of a file that `core.excludesFile` of the repository names; `undefined` where it names none. */
	readonly excludesFile: readonly string[] | undefined;
	readonly isCaseIgnored: boolean;
	readonly inner: readonly Inner[];
}

interface Inner {
	readonly kind: (typeof innerKinds)[number];
	readonly at: readonly string[];
	readonly repository: DrawnRepository;
}

/** `broken`: a `.git` that Git takes for none, so that the folder is one of the repository around it. */
const innerKinds = ['nested', 'worktree', 'submodule', 'broken folder', 'broken file'] as const;

const names = [
	...[
		'a',
		'b',
		'A',
		'build',
		'Build',
		'src',
		'dist',
		'x.log',
		'X.LOG',
		'keep.log',
		'y.txt',
		'.env',
		'.idea',
		'z.local',
	],
	...[
		'node_modules',
		'-x',
		'--all',
		':(top)a',
		':!b',
		'#c',
		'!d',
		' e',
		'f ',
		'g\nh',
		'i\tj',
		'[k]',
		'*',
		'l?',
		'"m"',
		'ñandú',
	],
	...['日本.txt', '..n', 'o\\p', '~', '$(q)', "r's", '{s}', 'a.txt', 'core'],
];
const lines = [
	...[
		'*.log',
		'!keep.log',
		'!x.log',
		'/a',
		'a',
		'A',
		'b/',
		'/b/',
		'build/',
		'!build/',
		'a/b',
		'/src/*',
		'!/src/a',
		'**/dist',
		'src/**',
	],
	...[
		'!src/**/y.txt',
		'*',
		'!*/',
		'!*.txt',
		'*.TXT',
		'.*',
		'!.gitignore',
		'\\#c',
		'#c',
		'\\!d',
		'!d',
		' e',
		'f\\ ',
		'f ',
		'[ab]',
		'[!a]',
	],
	...[
		'?',
		'\\*',
		'-x',
		':(top)a',
		'ñ*',
		'日本.*',
		'..n',
		'o\\\\p',
		'$(q)',
		'*.local',
		'.idea/',
		'a/*/b',
		'/*',
		'!/a',
		'l\\?',
		'[[:upper:]]',
	],
	...['a/', '!a/', '**/', '**', '/', '', 'b/**/a', '\u00e9', '"m"', '{s}', 'A/', 'BUILD', 'y.txt\r'],
];
/** Lines of the file that `core.excludesFile` of the person names. */
export const personalExcludes = ['*.local', '.idea/', '~'];

const name = fc.constantFrom(...names);
const at = (minLength: number) => fc.array(name, { minLength, maxLength: 4 });
const ruleLines = fc.array(fc.constantFrom(...lines), { maxLength: 4 });

const withInner = (depth: number): fc.Arbitrary<DrawnRepository> =>
	fc.record({
		files: fc.array(fc.record({ at: at(1), isTracked: fc.boolean() }), { minLength: 2, maxLength: 25 }),
		rules: fc.array(fc.record({ at: at(0), lines: ruleLines }), { maxLength: 4 }),
		exclude: ruleLines,
		excludesFile: fc.option(ruleLines, { nil: undefined }),
		isCaseIgnored: fc.boolean(),
		inner:
			depth === 0
				? fc.constant([])
				: fc.array(fc.record({ kind: fc.constantFrom(...innerKinds), at: at(1), repository: withInner(depth - 1) }), {
						maxLength: depth,
					}),
	});

export const drawnRepositories = withInner(2);

/** The same with nothing but `.gitignore` files, and nothing that Git tracks. */
export function plainly(drawn: DrawnRepository): DrawnRepository {
	return {
		files: drawn.files.map(file => ({ ...file, isTracked: false })),
		rules: drawn.rules,
		exclude: [],
		excludesFile: undefined,
		isCaseIgnored: false,
		inner: [],
	};
}

/** The configuration of the person who has the repositories. */
export function writePersonalConfig(folder: string, excludes: readonly string[]): string {
	const [config, excludesFile] = [path.join(folder, 'config'), path.join(folder, 'excludes')];
	writeFileSync(excludesFile, asText(excludes));
	writeFileSync(config, `[user]\nname = Ana\nemail = ana@example.org\n[core]\nexcludesFile = ${excludesFile}\n`);
	return config;
}

/** Makes the repository in an empty folder. */
export function makeDrawn(drawn: DrawnRepository, top: string): void {
	git(top, 'init', '--quiet', '--template=', '--initial-branch=main');
	fill(drawn, top, path.join(top, '.git'));
}

function fill(drawn: DrawnRepository, top: string, gitDir: string): void {
	const settings = [`[core]\nignorecase = ${drawn.isCaseIgnored}\n`];
	mkdirSync(path.join(gitDir, 'info'), { recursive: true });
	writeFileSync(path.join(gitDir, 'info/exclude'), asText(drawn.exclude));
	if (drawn.excludesFile) {
		writeFileSync(path.join(gitDir, 'excludes'), asText(drawn.excludesFile));
		settings.push(`excludesFile = ${JSON.stringify(path.join(gitDir, 'excludes'))}\n`); // Git's quotes are these
	}
	appendFileSync(path.join(gitDir, 'config'), settings.join(''));
	const taken = new Taken(drawn.isCaseIgnored || process.platform === 'darwin');
	for (const [index, inner] of drawn.inner.entries()) {
		const isBroken = inner.kind.startsWith('broken');
		if (taken.take(inner.at, isBroken ? 'folder' : 'repository')) {
			makeInner(inner, drawn, top, path.join(gitDir, 'modules', String(index)));
		}
	}
	const write = (at: readonly string[], text: string): boolean => {
		const isFree = taken.take(at, 'file');
		if (isFree) {
			mkdirSync(path.join(top, ...at.slice(0, -1)), { recursive: true });
			writeFileSync(path.join(top, ...at), text);
		}
		return isFree;
	};
	for (const { at, lines } of drawn.rules) {
		write([...at, '.gitignore'], asText(lines));
	}
	const tracked = drawn.files.filter(({ at, isTracked }) => write(at, at.join('/')) && isTracked);
	if (tracked.length > 0) {
		const input = tracked.map(file => `${file.at.join('/')}\0`).join('');
		execFileSync(gitPath, ['update-index', '--add', '-z', '--stdin'], { cwd: top, input });
	}
}

function makeInner({ kind, at, repository }: Inner, around: DrawnRepository, top: string, moduleDir: string): void {
	const inner = path.join(top, ...at);
	switch (kind) {
		case 'nested':
			mkdirSync(inner, { recursive: true });
			makeDrawn(repository, inner);
			break;
		case 'worktree': {
			git(top, 'commit', '--quiet', '--allow-empty', '--message', 'Work');
			git(top, 'worktree', 'add', '--quiet', '--detach', '--no-checkout', inner);
			const gitDir = git(inner, 'rev-parse', '--absolute-git-dir').trim();
			// It shares the configuration of the repository; what is in an `info/exclude` of its own Git does not read.
			fill({ ...repository, isCaseIgnored: around.isCaseIgnored, excludesFile: undefined, inner: [] }, inner, gitDir);
			break;
		}
		case 'submodule': {
			mkdirSync(inner, { recursive: true });
			mkdirSync(path.dirname(moduleDir), { recursive: true });
			git(inner, 'init', '--quiet', '--template=', '--initial-branch=main', `--separate-git-dir=${moduleDir}`);
			fill(repository, inner, moduleDir);
			git(inner, 'commit', '--quiet', '--allow-empty', '--message', 'Work');
			const commit = git(inner, 'rev-parse', 'HEAD').trim();
			git(top, 'update-index', '--add', '--cacheinfo', `160000,${commit},${at.join('/')}`);
			break;
		}
		case 'broken folder':
			mkdirSync(path.join(inner, '.git'), { recursive: true });
			writeFileSync(path.join(inner, '.git/config'), '');
			break;
		case 'broken file':
			mkdirSync(inner, { recursive: true });
			writeFileSync(path.join(inner, '.git'), 'gitdir: nowhere\n');
			break;
	}
}

type Kind = 'file' | 'folder' | 'repository';

/** Which places in a repository are taken; with one case alone for each name where Git ignores the case. */
class Taken {
	readonly #kinds = new Map<string, { readonly kind: Kind; readonly written: string }>();
	readonly #isCaseIgnored: boolean;

	constructor(isCaseIgnored: boolean) {
		this.#isCaseIgnored = isCaseIgnored;
	}

	/** Whether this place was free. */
	take(at: readonly string[], kind: Kind): boolean {
		const parts = at.map((_, index) => at.slice(0, index + 1).join('/'));
		const isFree = parts.every((written, index) => {
			const there = this.#kinds.get(this.#key(written));
			return !there || (there.kind === 'folder' && there.written === written && index < parts.length - 1);
		});
		if (isFree) {
			for (const [index, written] of parts.entries()) {
				this.#kinds.set(this.#key(written), { kind: index < parts.length - 1 ? 'folder' : kind, written });
			}
		}
		return isFree;
	}

	#key(written: string): string {
		return this.#isCaseIgnored ? written.toLowerCase() : written;
	}
}

function asText(rules: readonly string[]): string {
	return rules.map(line => `${line}\n`).join('');
}

function git(folder: string, ...args: readonly string[]): string {
	return execFileSync(gitPath, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
