import * as vscode from 'vscode';
import { origins, statuses, type UploadFields } from '../../attach/fields.js';
import { type OnExisting, onExistings } from '../../attach/plan/existing.js';
import type { Confirmed } from '../../attach/plan/plan.js';
import { readTaskRef } from '../../attach/task/task-ref.js';
import { isCorPage } from '../settings/settings.js';

/**
 * What `corAttachments.attach` is called with by a keybinding, another extension or a test. With `taskId` and `uris`
 * nothing is asked; what is missing is asked for.
 */
export interface AttachRequest extends AttachOptions {
	readonly taskId?: number;
	readonly uris?: readonly vscode.Uri[];
}

/** What a program may say beside task and files. */
export interface AttachOptions {
	readonly fields: UploadFields;
	/** Whom to send as, by label, mail address or number: without a word the workspace's account. */
	readonly account?: string;
	/** The attachment of which the one file is a new version. */
	readonly parentId?: number;
	/** What becomes of files whose name is on the task: without a word they are added beside what is there. */
	readonly onExisting?: OnExisting;
}

/** A request that leaves nothing to ask. */
export type CompleteRequest = AttachRequest &
	Required<Pick<AttachRequest, 'taskId' | 'uris'>> & {
		/** Each of the files, by its URI as text, as what somebody confirmed it. No argument of a caller gets here. */
		readonly confirmed?: ReadonlyMap<string, Confirmed>;
	};

/**
 * Reads the arguments of a call by a program; `undefined` where they are those of a menu.
 * @throws TypeError where they are malformed, naming the argument
 */
export function readRequest(argument: unknown): AttachRequest | undefined {
	if (argument === undefined || argument instanceof vscode.Uri) {
		return undefined;
	}
	try {
		return readArguments(argument);
	} catch (error) {
		throw new TypeError(`corAttachments.attach: ${error instanceof Error ? error.message : String(error)}`);
	}
}

function readArguments(argument: unknown): AttachRequest {
	check(isRecord(argument), 'the argument must be an object');
	const { taskId, uris, options, ...rest } = argument;
	const unknown = Object.keys(rest)[0];
	check(unknown === undefined, `unknown argument ${JSON.stringify(unknown)}`);
	const request = {
		...(taskId !== undefined && { taskId: readTaskId(taskId, 'taskId') }),
		...(uris !== undefined && { uris: readUris(uris) }),
		...readOptions(options),
	};
	// A new version replaces one attachment: two files can't both be it.
	check(request.parentId === undefined || request.uris?.length === 1, 'options.parentId goes with exactly one of uris');
	return request;
}

/** @throws TypeError that calls the argument `name`, where it names no task */
export function readTaskId(value: unknown, name: string): number {
	check(typeof value === 'string' || typeof value === 'number', `${name} must be a number or a text`);
	const reading = readTaskRef(String(value), isCorPage);
	check(reading.status === 'task', `${name} must be a positive whole number, '#number' or the address of a task`);
	return reading.ref.id;
}

function readUris(value: unknown): vscode.Uri[] {
	check(Array.isArray(value) && value.length > 0, 'uris must be an array with at least one item');
	return value.map((item: unknown) => {
		if (item instanceof vscode.Uri) {
			return item;
		}
		// One letter is a Windows drive: a path where a URI is wanted.
		check(
			typeof item === 'string' && /^[a-z][a-z0-9+.-]+:/i.test(item),
			'each of uris must be a Uri or the text of one, with its scheme',
		);
		return parseUri(item);
	});
}

// The editor's own complaint is no TypeError.
function parseUri(text: string): vscode.Uri {
	try {
		return vscode.Uri.parse(text, true);
	} catch (error) {
		throw new TypeError(`each of uris must be a Uri or the text of one: ${String(error)}`);
	}
}

/** @throws TypeError where they are malformed, naming the option */
export function readOptions(value: unknown): AttachOptions {
	if (value === undefined) {
		return { fields: {} };
	}
	check(isRecord(value), 'options must be an object');
	const { available, status, createdFrom, sessionToken, account, parentId, onExisting, ...rest } = value;
	const unknown = Object.keys(rest)[0];
	check(unknown === undefined, `unknown option ${JSON.stringify(unknown)}`);
	check(available === undefined || typeof available === 'boolean', 'options.available must be true or false');
	check(isOneOf(statuses, status), `options.status must be one of ${statuses.join(', ')}`);
	check(isOneOf(origins, createdFrom), `options.createdFrom must be one of ${origins.join(', ')}`);
	check(
		sessionToken === undefined || (typeof sessionToken === 'string' && sessionToken !== ''),
		'options.sessionToken must be a text',
	);
	check(
		account === undefined || (typeof account === 'string' && account.trim() !== ''),
		'options.account must be the label, the mail address or the number of an account, as a text',
	);
	check(isId(parentId), 'options.parentId must be a positive whole number');
	check(isOneOf(onExistings, onExisting), `options.onExisting must be one of ${onExistings.join(', ')}`);
	check(parentId === undefined || onExisting === undefined, 'options.onExisting does not go with options.parentId');
	return {
		fields: {
			...(available !== undefined && { available }),
			...(status !== undefined && { status }),
			...(createdFrom !== undefined && { createdFrom }),
			...(sessionToken !== undefined && { sessionToken }),
		},
		...(account !== undefined && { account }),
		...(parentId !== undefined && { parentId }),
		...(onExisting !== undefined && { onExisting }),
	};
}

function isId(value: unknown): value is number | undefined {
	return value === undefined || (typeof value === 'number' && Number.isSafeInteger(value) && value > 0);
}

function isOneOf<const T extends string>(allowed: readonly T[], value: unknown): value is T | undefined {
	return value === undefined || allowed.some(item => item === value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws TypeError with the complaint, unless it is right */
export function check(isRight: boolean, complaint: string): asserts isRight {
	if (!isRight) {
		throw new TypeError(complaint);
	}
}
