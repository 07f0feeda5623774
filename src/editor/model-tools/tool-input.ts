import { type AttachOptions, readOptions, readTaskId } from '../flow/attach-request.js';
import { ToolError } from './tool-error.js';

/** What a model asks for when it calls `cor_attach_files`. */
export interface AttachInput extends AttachOptions {
	readonly paths: readonly string[];
	readonly taskId: number;
}

/** More than a person reads through before they confirm. */
const maxToolPaths = 20;
const maxPathLength = 4_096;

/**
 * Reads the input of `cor_attach_files`: `lm.invokeTool` does not hold it against the schema.
 * @throws ToolError that says what is wrong with it
 */
export function readAttachInput(input: unknown): AttachInput {
	const { paths, task, options, ...rest } = readInput(input);
	refuseOthers(rest, 'paths, task, options');
	const areTexts = Array.isArray(paths) && paths.length > 0 && paths.every(isPath);
	check(areTexts, '"paths" must be a list of at least one path, each a text that is not empty');
	check(
		paths.length <= maxToolPaths,
		`${paths.length} paths are more than the user can look at: give at most ${maxToolPaths} in one call`,
	);
	const read = { paths: paths.map(String), taskId: readTask(task), ...inWords(() => readOptions(options)) };
	check(read.parentId === undefined || paths.length === 1, '"options.parentId" goes with exactly one path');
	return read;
}

/**
 * Reads the input of `cor_list_attachments`.
 * @throws ToolError that says what is wrong with it
 */
export function readListInput(input: unknown): { readonly taskId: number; readonly page: number } {
	const { task, page = 1, ...rest } = readInput(input);
	refuseOthers(rest, 'task, page');
	check(
		typeof page === 'number' && Number.isSafeInteger(page) && page > 0 && page <= 1_000,
		'"page" must be a whole number from 1',
	);
	return { taskId: readTask(task), page };
}

function readInput(input: unknown): Readonly<Record<string, unknown>> {
	check(typeof input === 'object' && input !== null && !Array.isArray(input), 'it must be an object');
	return input as Readonly<Record<string, unknown>>;
}

function refuseOthers(rest: object, known: string): void {
	const [other] = Object.keys(rest);
	check(other === undefined, `${JSON.stringify(other)} is unknown; there are ${known}`);
}

function readTask(task: unknown): number {
	return inWords(() => readTaskId(task, 'task'));
}

function isPath(value: unknown): boolean {
	return typeof value === 'string' && value.trim() !== '' && value.length <= maxPathLength && !value.includes('\0');
}

function inWords<T>(read: () => T): T {
	try {
		return read();
	} catch (error) {
		throw error instanceof TypeError ? wrong(error.message) : error;
	}
}

function check(isRight: boolean, complaint: string): asserts isRight {
	if (!isRight) {
		throw wrong(complaint);
	}
}

function wrong(complaint: string): ToolError {
	return new ToolError(`Nothing was sent: the input is wrong, ${complaint}.`);
}
