import { realpath } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { CorError } from '../../attach/errors.js';
import { patchName } from '../../attach/plan/made-names.js';
import { plainText } from '../../attach/text/plain-text.js';
import { type Changes, makePatch, type Patch } from '../../machine/git/patch.js';
import type { MadeOrigin } from '../files/made-files.js';
import { allUnsaved } from '../files/open-text.js';
import { isOfWorkspace } from '../files/outside.js';
import { attachAsked } from '../flow/attach-asked.js';
import { readRequest } from '../flow/attach-request.js';
import type { Parts } from '../flow/parts.js';
import { baseName } from '../folders/folders.js';
import { findGit, type Git, type GitRepository, repositoryOf } from '../git/git.js';
import { whileWaiting } from '../messages/while-waiting.js';
import type { Receipt } from '../sending/receipt.js';
import { clickedUris } from '../sources/sources.js';
import { readScmChoice, type ScmChoice, tellGoneScmRows } from './scm.js';

/** A repository, and the chosen files in it; all of its files if none were chosen. */
interface Part {
	readonly repository: GitRepository;
	readonly chosen?: readonly vscode.Uri[];
}

/**
 * Creates a patch per repository and attaches it like a file. `undefined` if nothing has changed, a clicked row
 * is gone, or the person gives up.
 * @param args arguments of a menu; without any, the active tab's file or its repository is used
 * @throws TypeError if a program's arguments are malformed
 * @throws CorError `untrusted-git`, `git-missing`, `no-repository`, and what `makePatch` throws
 */
export async function attachPatch(
	parts: Parts,
	changes: Changes | 'file',
	args: readonly unknown[],
): Promise<Receipt | undefined> {
	if (tellGoneScmRows(args)) {
		return undefined;
	}
	const scm = readScmChoice(args);
	const { uris, ...given } = (scm ? undefined : await readRequest(args[0])) ?? {};
	if (uris) {
		throw new TypeError('corAttachments: a patch is made of changes, it takes no uris');
	}
	if (!vscode.workspace.isTrusted) {
		throw new CorError('untrusted-git', 'a patch was asked for in a workspace that is not trusted');
	}
	const git = await whileWaiting(vscode.l10n.t('COR: Waiting for Git'), findGitOrFail);
	if (!git) {
		return undefined;
	}
	const wanted = changes === 'file' ? 'all' : changes;
	const patchParts = await chooseParts(git, changes, scm, args[0]);
	if (!patchParts || (wanted === 'all' && !(await saveFirst(git, patchParts)))) {
		return undefined;
	}
	const made = await whileWaiting(vscode.l10n.t('COR: Creating the patch'), signal =>
		Promise.all(patchParts.map(part => patchOf(parts, git, part, wanted, signal))),
	);
	if (!made) {
		return undefined;
	}
	const patches = made.filter(patch => patch !== undefined);
	if (patches.length === 0) {
		void vscode.window.showInformationMessage(nothingChanged(changes));
		return undefined;
	}
	for (const { name, patch } of patches) {
		parts.log.info(`patch "${name}": ${patch.paths.length} paths, ${patch.bytes.byteLength} bytes`);
	}
	return attachAsked(parts, {
		...given,
		uris: patches.map(({ name, patch, origin }) => parts.made.add(name, patch.bytes, origin)),
	});
}

/** @throws CorError `git-missing`, also if `signal` aborts */
async function findGitOrFail(signal: AbortSignal): Promise<Git> {
	const git = await findGit(signal);
	if (!git) {
		throw new CorError('git-missing', 'the Git extension is not there');
	}
	return git;
}

async function chooseParts(
	git: Git,
	changes: Changes | 'file',
	scm: ScmChoice | undefined,
	clicked: unknown,
): Promise<readonly Part[] | undefined> {
	if (scm?.kind === 'rows') {
		return partsOf(git, scm.uris);
	}
	const uris = clickedUris(clicked);
	if (changes === 'file') {
		return partsOf(git, uris);
	}
	const inside = scm?.kind === 'repository' ? scm.root : scm?.uris[0];
	const repository = inside ? repositoryOf(git, inside) : await chooseRepository(git, uris[0]);
	return repository && [{ repository }];
}

/** @throws CorError `no-repository` if none of the files is in one */
function partsOf(git: Git, uris: readonly vscode.Uri[]): readonly Part[] {
	// By root, because the Git extension returns a new object for a repository each time.
	const parts = new Map<string, { readonly repository: GitRepository; readonly chosen: vscode.Uri[] }>();
	for (const uri of uris) {
		const repository = repositoryOf(git, uri);
		if (repository) {
			const root = repository.rootUri.toString();
			const part = parts.get(root) ?? { repository, chosen: [] };
			part.chosen.push(uri);
			parts.set(root, part);
		}
	}
	if (parts.size === 0) {
		throw new CorError('no-repository', 'none of the files is in an open repository');
	}
	return [...parts.values()];
}

/** @throws CorError `no-repository` */
async function chooseRepository(git: Git, active: vscode.Uri | undefined): Promise<GitRepository | undefined> {
	const around = active && repositoryOf(git, active);
	if (around) {
		return around;
	}
	if (git.repositories.length < 2) {
		const [only] = git.repositories;
		if (!only) {
			throw new CorError('no-repository', 'no repository is open');
		}
		return only;
	}
	const items = git.repositories.map(repository => ({
		label: baseName(repository.rootUri),
		description: repository.state.HEAD?.name ?? '',
		detail: repository.rootUri.fsPath,
		repository,
	}));
	const choice = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Which repository?'),
		matchOnDescription: true,
		matchOnDetail: true,
	});
	return choice?.repository;
}

/** A patch doesn't contain unsaved changes. Asks if there are any; resolves with whether to go on. */
async function saveFirst(git: Git, parts: readonly Part[]): Promise<boolean> {
	const unsaved = allUnsaved().filter(({ uri }) => {
		const root = repositoryOf(git, uri)?.rootUri.toString();
		const part = parts.find(({ repository }) => repository.rootUri.toString() === root);
		return part && (!part.chosen || part.chosen.some(chosen => chosen.toString() === uri.toString()));
	});
	if (unsaved.length === 0) {
		return true;
	}
	const save = vscode.l10n.t('Save and Attach');
	const attach = vscode.l10n.t('Attach Without Saving');
	const choice = await vscode.window.showWarningMessage(
		vscode.l10n.t('Save before creating the patch?'),
		{
			modal: true,
			detail: vscode.l10n.t(
				"Unsaved changes aren't included in the patch: {0}.",
				unsaved.map(({ uri }) => plainText(baseName(uri), 60)).join(', '),
			),
		},
		save,
		attach,
	);
	if (choice !== save) {
		return choice === attach;
	}
	const saved = await Promise.all(unsaved.map(document => document.save()));
	return saved.every(isSaved => isSaved);
}

async function patchOf(
	{ folders }: Parts,
	git: Git,
	{ repository, chosen }: Part,
	changes: Changes,
	signal: AbortSignal,
): Promise<{ readonly name: string; readonly patch: Patch; readonly origin: MadeOrigin } | undefined> {
	const { rootUri, state } = repository;
	const root = rootUri.fsPath;
	if (!(await isOfWorkspace(root, folders))) {
		throw new CorError('no-repository', `${root} is not in the workspace, nor around it`);
	}
	const paths = chosen && (await Promise.all(chosen.map(({ fsPath }) => pathInside(root, fsPath))));
	const shown = vscode.workspace.getConfiguration('git', rootUri).get<string>('untrackedChanges');
	const patch = await makePatch(
		{ path: git.git.path, root, signal },
		{ changes, hasUntracked: shown !== 'hidden', ...(paths && { paths }) },
	);
	const branch = state.HEAD?.name ?? baseName(rootUri);
	return (
		patch && {
			name: patchName({ branch, changes, ...(paths && { chosen: paths }) }),
			patch,
			origin: { kind: 'patch', root: rootUri, paths: paths ?? [] },
		}
	);
}

/**
 * The path from the repository's top, with `/` between the parts. The workspace may have been opened through a link.
 */
async function pathInside(root: string, file: string): Promise<string> {
	const plain = path.relative(root, file);
	if (plain !== '..' && !plain.startsWith(`..${path.sep}`)) {
		return plain.split(path.sep).join('/');
	}
	const [realRoot, realFolder] = await Promise.all(
		[root, path.dirname(file)].map(folder => realpath(folder).catch(() => folder)),
	);
	const inside = path.relative(realRoot ?? root, path.join(realFolder ?? '', path.basename(file)));
	return inside.split(path.sep).join('/');
}

function nothingChanged(changes: Changes | 'file'): string {
	switch (changes) {
		case 'staged':
			return vscode.l10n.t('There are no staged changes to attach.');
		case 'all':
			return vscode.l10n.t('There are no changes to attach.');
		case 'file':
			return vscode.l10n.t('This file has no changes to attach.');
	}
}
