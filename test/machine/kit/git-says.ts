import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gitPath } from './repository.js';

const neverSent = new Set(['.git', 'node_modules']);

/**
 * The files below the top of a repository that Git tracks or does not ignore, each repository in it by its own rules, as `git
 * status --ignored` has it; by path from the top, sorted.
 * @throws Error where `git ls-files` says something else
 */
export function notIgnored(top: string): readonly string[] {
	const status = git(top, 'status', '--porcelain', '-z', '--ignored', '-uall', '--ignore-submodules=all');
	const ignored = new Set(status.filter(entry => entry.startsWith('!! ')).map(entry => entry.slice(3)));
	const listed = new Set(git(top, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'));
	const sent: string[] = [];
	walk('', false);
	return sent.sort();

	function walk(folder: string, isAboveIgnored: boolean): void {
		for (const entry of readdirSync(path.join(top, folder), { withFileTypes: true })) {
			const at = folder + entry.name;
			const isIgnored = isAboveIgnored || ignored.has(entry.isDirectory() ? `${at}/` : at);
			if (neverSent.has(entry.name)) {
				continue;
			}
			if (!entry.isDirectory()) {
				if (isIgnored === listed.has(at)) {
					throw new Error(`git status and git ls-files are of two minds about ${JSON.stringify(at)} in ${top}`);
				}
				if (!isIgnored) {
					sent.push(at);
				}
			} else if (!isRepository(path.join(top, at))) {
				walk(`${at}/`, isIgnored);
			} else if (!isIgnored) {
				sent.push(...notIgnored(path.join(top, at)).map(below => `${at}/${below}`));
			}
		}
	}
}

function isRepository(folder: string): boolean {
	if (!existsSync(path.join(folder, '.git'))) {
		return false;
	}
	try {
		git(folder, 'rev-parse', '--is-inside-work-tree');
		return true;
	} catch {
		return false;
	}
}

function git(folder: string, ...args: readonly string[]): readonly string[] {
	const env = { ...process.env, GIT_CEILING_DIRECTORIES: path.dirname(folder) };
	const output = execFileSync(gitPath, args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
	return output.split('\0').slice(0, -1);
}
