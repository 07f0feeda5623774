import * as v from 'valibot';
import { attachOptions, taskId } from '../arguments/attach-options.js';
import { namedArguments } from '../arguments/named-arguments.js';

/** People don't read longer lists before they confirm. */
const maxToolPaths = 20;
const maxPathLength = 4_096;
const maxMessageLength = 2_000;

const noPaths = '"paths" must be a list of at least one path, each a non-empty string';
const noPage = '"page" must be a whole number from 1';

const path = v.pipe(v.string(), v.regex(/\S/), v.maxLength(maxPathLength), v.excludes('\0'));

/**
 * Input of `cor_attach_files`. Validated here, because `lm.invokeTool` doesn't check the manifest's schema.
 * @param isCorWeb whether COR's pages can be at this address
 */
export function attachInput(isCorWeb: (url: URL) => boolean) {
	return v.pipe(
		inputOf({
			paths: v.pipe(
				v.array(v.message(path, noPaths), noPaths),
				v.minLength(1, noPaths),
				v.maxLength(
					maxToolPaths,
					({ input: { length } }) =>
						`${length} paths are more than the user can check: give at most ${maxToolPaths} in one call`,
				),
			),
			task: taskId('task', isCorWeb),
			options: v.optional(attachOptions, {}),
		}),
		v.check(
			({ options, paths }) => options.parentId === undefined || paths.length === 1,
			'"options.parentId" goes with exactly one path',
		),
		v.check(
			({ options }) => (options.message ?? '').length <= maxMessageLength,
			`"options.message" is more than the user can check: give at most ${maxMessageLength} characters`,
		),
		v.transform(({ paths, task, options }) => ({ paths, taskId: task, ...options })),
	);
}

export type AttachInput = Readonly<v.InferOutput<ReturnType<typeof attachInput>>>;

/** Input of `cor_list_attachments`. */
export function listInput(isCorWeb: (url: URL) => boolean) {
	return inputOf({
		task: taskId('task', isCorWeb),
		page: v.optional(v.message(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(1_000)), noPage), 1),
	});
}

function inputOf<Entries extends v.ObjectEntries>(entries: Entries) {
	const known = Object.keys(entries).join(', ');
	return namedArguments('it', entries, name => `${JSON.stringify(name)} is unknown; there are ${known}`);
}
