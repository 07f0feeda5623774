import * as v from 'valibot';
import { given } from '../../attach/schemas.js';
import { attachOptions, taskId } from './attach-options.js';
import { namedArguments } from './named-arguments.js';

const noGlobs = 'globs must be a glob, or a list of globs';

/** What an input of `tasks.json` says in its `args`. `isCorWeb` says which hosts show COR's pages. */
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
