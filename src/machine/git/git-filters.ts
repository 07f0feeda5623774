import { type GitRun, runGit } from './run-git.js';

const trusted = new Set(['system', 'global', 'command']);

/**
 * The filters that a repository's own configuration makes Git run over files of the working tree (`filter.<name>.clean`),
 * by name. Git has no switch against them. What the person set up for themselves, such as Git LFS, is not named.
 */
export async function repositoryFilters(git: GitRun): Promise<readonly string[]> {
	const pattern = '^filter\\..*\\.(clean|process)$';
	const output = await runGit(git, ['config', '--show-scope', '-z', '--get-regexp', pattern], { okCodes: [1] });
	const fields = output.toString().split('\0');
	const own = new Map<string, string>();
	const found = new Set<string>();
	for (let index = 0; index + 1 < fields.length; index += 2) {
		const [scope, entry = ''] = [fields[index] ?? '', fields[index + 1]];
		const end = entry.includes('\n') ? entry.indexOf('\n') : entry.length;
		const [key, program] = [entry.slice(0, end), entry.slice(end + 1)];
		if (trusted.has(scope)) {
			own.set(key, program);
		} else if (program !== '' && own.get(key) !== program) {
			found.add(key.slice('filter.'.length, key.lastIndexOf('.')));
		}
	}
	return [...found];
}
