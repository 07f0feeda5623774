import { type SecretRule, secretRule } from '../../attach/secrets/secrets.js';
import { lookAtPatch } from '../git/look-at-patch.js';
import { HiddenMatcher, type HiddenQuestion } from './hidden.js';
import { IgnoreMatcher, type IgnoreQuestion } from './ignored.js';
import { type FilesQuestion, lookAtFiles } from './look-at-files.js';
import { matchPattern } from './match.js';

const ignoreMatcher = new IgnoreMatcher();
const hiddenMatcher = new HiddenMatcher();

/**
 * Work on untrusted bytes that can take any time, so it runs in its own thread. Inputs and outputs are copied between
 * the threads.
 */
export const jobs = {
	/** Runs `secretRule`. The result is wrapped, since it may be `undefined`. */
	look: ({ paths, firstPart }: { readonly paths: readonly string[]; readonly firstPart: Uint8Array }) => ({
		found: secretRule(paths, firstPart) as SecretRule | undefined,
	}),
	/** Reads local files and runs `secretRule` on each. */
	lookAtFiles: (question: FilesQuestion) => lookAtFiles(question),
	/** Runs `secretRule` on each file of a patch. */
	lookAtPatch: ({ patch }: { readonly patch: Uint8Array }) => lookAtPatch(patch, secretRule),
	/** Whether rules of Git or of the settings ignore files and folders. */
	ignored: (question: IgnoreQuestion) => ignoreMatcher.answer(question),
	/** Whether the Explorer hides the entries of a folder. */
	hidden: (question: HiddenQuestion) => hiddenMatcher.answer(question),
	/** Runs a person's pattern on a branch name. */
	match: ({ pattern, text }: { readonly pattern: string; readonly text: string }) => matchPattern(pattern, text),
};

type Jobs = typeof jobs;
export type JobName = keyof Jobs;
export type JobInput<Name extends JobName> = Parameters<Jobs[Name]>[0];
export type JobOutput<Name extends JobName> = ReturnType<Jobs[Name]>;
