import { type SecretRule, secretRule } from '../../attach/secrets/secrets.js';
import { lookAtPatch } from '../git/look-at-patch.js';
import { HiddenMatcher, type HiddenQuestion } from './hidden.js';
import { IgnoreMatcher, type IgnoreQuestion } from './ignored.js';
import { type FilesQuestion, lookAtFiles } from './look-at-files.js';
import { matchPattern } from './match.js';

const ignoreMatcher = new IgnoreMatcher();
const hiddenMatcher = new HiddenMatcher();

/**
 * What is done with strangers' bytes on a thread of its own: work of which nobody knows beforehand how long it takes. What goes
 * in and comes out is copied between the threads.
 */
export const jobs = {
	/** The rule by which a file looks like a secret: `secretRule`, as an object because it may be none. */
	look: ({ paths, firstPart }: { readonly paths: readonly string[]; readonly firstPart: Uint8Array }) => ({
		found: secretRule(paths, firstPart) as SecretRule | undefined,
	}),
	/** The same for files of this machine, which are read there. */
	lookAtFiles: (question: FilesQuestion) => lookAtFiles(question),
	/** The same for each file of a patch. */
	lookAtPatch: ({ patch }: { readonly patch: Uint8Array }) => lookAtPatch(patch, secretRule),
	/** Whether rules of Git's, or of the settings, ignore files and folders. */
	ignored: (question: IgnoreQuestion) => ignoreMatcher.answer(question),
	/** Whether the explorer hides what is in a folder. */
	hidden: (question: HiddenQuestion) => hiddenMatcher.answer(question),
	/** What a person's pattern finds in the name of a branch. */
	match: ({ pattern, text }: { readonly pattern: string; readonly text: string }) => matchPattern(pattern, text),
};

type Jobs = typeof jobs;
export type JobName = keyof Jobs;
export type JobInput<Name extends JobName> = Parameters<Jobs[Name]>[0];
export type JobOutput<Name extends JobName> = ReturnType<Jobs[Name]>;
