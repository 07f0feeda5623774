import { CorError } from '../../attach/errors.js';
import { type Repository, runGit } from './run-git.js';

const trusted = new Set(['system', 'global', 'command']);

// Settings that ordinary Git LFS repositories have. Others may name programs (`lfs.extension.*`,
// `lfs.customtransfer.*`).
const ordinaryLfs =
	/^lfs\.(?:repositoryformatversion|url|pushurl|locksverify|fetchinclude|fetchexclude|allowincompletepush|skipdownloaderrors|concurrenttransfers|setlockablereadonly|.+\.(?:access|locksverify))$/;

/**
 * Git runs programs on working tree files (`filter.<name>.clean`), and no option prevents it. Filters that the person
 * set up, such as Git LFS, may run, unless the repository configures them: a filter reads the config section with its
 * name. Returns the repository with the hooks that its configuration names, so that later runs switch those off.
 * @throws CorError `git-programs` if the repository's own configuration names a filter or sets anything that one reads,
 * or names a hook that can't be switched off
 */
export async function refuseFilters(git: Repository): Promise<Repository> {
	const programs = new Map<string, string>();
	const found = new Set<string>();
	const entries = readEntries(await runGit(git, ['config', '--show-scope', '-z', '--list']));
	for (const { isTrusted, key, value } of entries) {
		const isProgram = key.startsWith('filter.') && /\.(?:clean|process)$/.test(key) && value !== '';
		if (isProgram && isTrusted) {
			programs.set(key, value);
		} else if (isProgram && programs.get(key) !== value) {
			found.add(filterName(key));
		}
	}
	const tools = new Set([...programs.keys()].map(key => filterName(key).toLowerCase()));
	const own = entries.filter(({ isTrusted }) => !isTrusted).map(({ key }) => key);
	const hooks = new Set(own.flatMap(key => /^hook\.(.+)\.[^.]+$/.exec(key)?.[1] ?? []));
	for (const hook of hooks) {
		if (hook.includes('=')) {
			found.add(`hook.${hook}`); // the option `-c` takes a name only up to there
		}
	}
	const told = [...own, ...(tools.has('lfs') ? await keysOfLfsFile(git) : [])];
	for (const key of told) {
		if (tools.has(key.slice(0, key.indexOf('.'))) && !ordinaryLfs.test(key)) {
			found.add(key);
		}
	}
	if (found.size > 0) {
		throw new CorError('git-programs', `the repository configures filters: ${[...found].join(', ')}`);
	}
	return { ...git, hooks: [...hooks] };
}

interface Entry {
	/** `true` if the setting doesn't come from the repository. */
	readonly isTrusted: boolean;
	readonly key: string;
	readonly value: string;
}

// `scope\0key\nvalue\0`, without the newline if there is only a key
function readEntries(output: Buffer): readonly Entry[] {
	const fields = output.toString().split('\0');
	const entries: Entry[] = [];
	for (let index = 0; index + 1 < fields.length; index += 2) {
		const [scope = '', entry = ''] = [fields[index], fields[index + 1]];
		const end = entry.includes('\n') ? entry.indexOf('\n') : entry.length;
		entries.push({ isTrusted: trusted.has(scope), key: entry.slice(0, end), value: entry.slice(end + 1) });
	}
	return entries;
}

/** Git LFS also reads `.lfsconfig`, from the working tree, the index or the last commit. */
async function keysOfLfsFile(git: Repository): Promise<readonly string[]> {
	const places = [
		['--file', '.lfsconfig'],
		['--blob', ':.lfsconfig'],
		['--blob', 'HEAD:.lfsconfig'],
	];
	const keys: string[] = [];
	for (const place of places) {
		// Exit code 1 or 128: the file doesn't exist, or Git can't read it.
		const output = await runGit(git, ['config', ...place, '-z', '--name-only', '--list'], { okCodes: [1, 128] });
		keys.push(...output.toString().split('\0'));
	}
	return keys;
}

function filterName(key: string): string {
	return key.slice('filter.'.length, key.lastIndexOf('.'));
}
