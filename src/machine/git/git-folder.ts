import { isUtf8 } from 'node:buffer';
import { lstat, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** Git was not asked or gave no answer, so the caller must do without it. */
export class GitCannotTell extends Error {
	override readonly name = 'GitCannotTell';
}

// Real configurations are much shorter.
const maxConfigBytes = 1024 * 1024;

// Settings that make Git read files elsewhere: includes, and on Windows an excludes file on the network.
const leadsOut = /\[include|excludesfile\s*=(?:[\s"]|\\\r?\n)*[\\/](?:"|\\\r?\n)*[\\/]/i;

/**
 * Whether a folder looks like the top of a repository. Only Git itself can be sure.
 * @throws GitCannotTell if the configuration would make Git read files elsewhere
 */
export async function isRepository(top: string): Promise<boolean> {
	const gitDir = await findGitDir(top);
	if (gitDir === undefined) {
		return false;
	}
	const common = (await readPath(path.join(gitDir, 'commondir'))) ?? '.';
	const commonDir = resolveHere(gitDir, common);
	const parts = [path.join(gitDir, 'HEAD'), path.join(commonDir, 'objects'), path.join(commonDir, 'refs')];
	if (!(await Promise.all(parts.map(isThere))).every(Boolean)) {
		return false;
	}
	for (const config of [path.join(commonDir, 'config'), path.join(gitDir, 'config.worktree')]) {
		if (leadsOut.test(await readConfig(config))) {
			throw new GitCannotTell(`${config} refers to files elsewhere`);
		}
	}
	return true;
}

/** Git's folder for a working tree: `.git`, or the folder that a `.git` file names (linked worktree, submodule). */
async function findGitDir(top: string): Promise<string | undefined> {
	const dotGit = path.join(top, '.git');
	const found = await stat(dotGit).catch(() => undefined);
	if (found?.isDirectory()) {
		return dotGit;
	}
	const [, named] = /^gitdir: (.+)$/s.exec((await readPath(dotGit)) ?? '') ?? [];
	return named === undefined ? undefined : resolveHere(top, named);
}

function resolveHere(folder: string, named: string): string {
	if (/^[\\/]{2}/.test(named)) {
		throw new GitCannotTell(`${folder} refers to a network location`);
	}
	return path.resolve(folder, named);
}

/**
 * A small file whose content is one path, which may contain line breaks. `undefined` if there is none.
 * @throws GitCannotTell if it isn't UTF-8
 */
export async function readPath(file: string): Promise<string | undefined> {
	const found = await stat(file).catch(() => undefined);
	if (!(found?.isFile() && found.size < 32_768)) {
		return undefined;
	}
	const bytes = await readFile(file);
	if (!isUtf8(bytes)) {
		throw new GitCannotTell(`${file} is not UTF-8`);
	}
	const text = bytes.toString();
	let end = text.length;
	while (end > 0 && '\r\n'.includes(text.charAt(end - 1))) {
		end -= 1;
	}
	return text.slice(0, end);
}

async function readConfig(file: string): Promise<string> {
	const found = await lstat(file).catch(() => undefined);
	if (found && !(found.isFile() && found.size <= maxConfigBytes)) {
		throw new GitCannotTell(`${file} is not a regular file, or too large`);
	}
	return found ? readFile(file, 'latin1') : '';
}

function isThere(file: string): Promise<boolean> {
	return lstat(file).then(
		() => true,
		() => false,
	);
}
