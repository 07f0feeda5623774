import * as v from 'valibot';
import type * as vscode from 'vscode';
import type { Confirmed } from '../../attach/plan/plan.js';
import { given, readAs } from '../../attach/schemas.js';
import { attachOptions, taskId } from '../arguments/attach-options.js';
import { namedArguments, readArguments } from '../arguments/named-arguments.js';
import { isCorPage } from '../settings/settings.js';
import { givenObject, givenText, namedFiles } from '../sources/raw-names.js';
import { uri } from '../sources/uri.js';

const noUris = 'uris must be an array with at least one item';
const noUri = 'each of uris must be a Uri or the text of one';

const uriObject = v.pipe(uri, v.transform(givenObject));

// A scheme of one letter would be a Windows drive, so the text is a path instead of a URI.
const uriText = v.pipe(
	v.string(),
	v.regex(/^[a-z][a-z0-9+.-]+:/i),
	v.rawTransform(({ dataset: { value }, addIssue, NEVER }) => {
		try {
			return givenText(value);
		} catch (error) {
			addIssue({ message: `${noUri}: ${String(error)}` });
			return NEVER;
		}
	}),
);

/**
 * Argument of `corAttachments.attach` from a keybinding, another extension or a test. With `taskId` and `uris` it asks
 * nothing; otherwise it asks for what is missing.
 */
const attachRequest = v.pipe(
	namedArguments(
		'the argument',
		{
			taskId: v.optional(taskId('taskId', isCorPage)),
			uris: v.optional(
				v.pipe(
					v.array(v.message(v.union([uriObject, uriText]), `${noUri}, with its scheme`), noUris),
					v.minLength(1, noUris),
					v.readonly(),
				),
			),
			options: v.optional(attachOptions, {}),
		},
		argument => `unknown argument ${JSON.stringify(argument)}`,
	),
	v.transform(({ options, ...where }) => ({ ...given(where), ...options })),
	// Two files can't both be the next version of one attachment.
	v.check(
		({ parentId, uris }) => parentId === undefined || uris?.length === 1,
		'options.parentId goes with exactly one of uris',
	),
);

type Read = v.InferOutput<typeof attachRequest>;

export type AttachRequest = Readonly<Omit<Read, 'uris'>> & { readonly uris?: readonly vscode.Uri[] };

/** A request that needs no questions. */
export type CompleteRequest = AttachRequest &
	Required<Pick<AttachRequest, 'taskId' | 'uris'>> & {
		/** What a person confirmed for each file, by URI. Callers can't set this. */
		readonly confirmed?: ReadonlyMap<string, Confirmed>;
	};

/**
 * Reads a program's arguments. `undefined` if the call came from a menu.
 * @throws TypeError that names the malformed argument
 */
export async function readRequest(argument: unknown): Promise<AttachRequest | undefined> {
	if (argument === undefined || readAs(uri, argument)) {
		return undefined;
	}
	const { uris, ...request } = readArguments(
		attachRequest,
		argument,
		complaint => new TypeError(`corAttachments.attach: ${complaint}`),
	);
	return uris ? { ...request, uris: await namedFiles(uris) } : request;
}
