import * as v from 'valibot';
import { given } from '../../attach/schemas.js';
import { attachOptions, taskId } from './attach-options.js';
import { namedArguments } from './named-arguments.js';

const noGlobs = 'globs must be a glob, or a list of globs';

/**
 * The `args` of an input in `tasks.json`.
 * @param isCorWeb whether COR's pages can be at this address
 */
export function forTask(isCorWeb: (url: URL) => boolean) {
	return v.pipe(
		namedArguments(
			'args',
			{
				task: v.optional(taskId('task', isCorWeb)),
				globs: v.pipe(
					v.union([v.string(), v.array(v.string())], noGlobs),
					v.transform(globs => [globs].flat()),
					v.minLength(1, noGlobs),
					v.everyItem(glob => glob !== '', noGlobs),
				),
				options: v.optional(attachOptions, {}),
			},
			argument => `unknown argument ${JSON.stringify(argument)}`,
		),
		v.check(({ options }) => options.parentId === undefined, 'options.parentId does not go with globs'),
		v.transform(({ task, globs, options }) => ({ ...given({ taskId: task }), globs, ...options })),
	);
}
