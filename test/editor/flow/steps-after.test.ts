import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import * as vscode from 'vscode';
import { CorError } from '../../../src/attach/errors.js';
import type { FileEnd } from '../../../src/attach/outcome.js';
import { leave, send, unmatched } from '../../../src/attach/plan/stages.js';
import { requireApiUrl } from '../../../src/editor/accounts/connect.js';
import { runStep } from '../../../src/editor/flow/after.js';
import { tellAndGoOn } from '../../../src/editor/flow/attach.js';
import type { Parts } from '../../../src/editor/flow/parts.js';
import type { Result } from '../../../src/editor/flow/round.js';
import { confirmTask } from '../../../src/editor/task/confirm-task.js';
import { pending } from '../../../src/editor/task-message/pending-message.js';
import type { Connection } from '../../../src/machine/sessions/connection.js';
import { useShownMessages } from '../kit/person.js';
import { text } from '../kit/text.js';
import { useCor } from '../kit/use-cor.js';

const task = { id: 4101, title: 'Diseño' };
const file = unmatched({ uri: 'file:///obra/a.txt', name: 'a.txt', relativePath: 'a.txt', size: 1, doubts: [] });

describe('a step after a result', () => {
	useCor();
	const answers: string[] = [];
	const shown = new EventEmitter();
	const told = useShownMessages(() => {
		shown.emit('message');
		return answers.shift();
	});
	const log = { info: () => {}, warn: () => {}, error: () => {}, show: () => {} };

	/** The result of a batch with this one file. */
	const resultOf = (end: FileEnd, more: Partial<Result> = {}): Result => {
		const connection = { apiUrl: requireApiUrl(), actor: { id: '7' } } as unknown as Connection;
		const decided = end.status === 'skipped' ? leave(file, end.why) : send(file);
		const sent = { connection, outcomes: [{ file: decided, end, tookMs: 0 }], doubtful: new Map() };
		return { kind: 'result', task, fields: {}, sent, isSecondLook: false, ...more };
	};
	const failed: FileEnd = { status: 'failed', error: new CorError('server', 'HTTP 500', { status: 500 }) };
	const skipped: FileEnd = { status: 'skipped', why: { kind: 'unticked' } };
	const historyWith = (attachmentIds: readonly number[]) => ({
		entriesOf: () => attachmentIds.map(attachmentId => ({ uri: file.uri, attachmentId })),
	});
	const roundAfter = async (step: 'retry' | 'review', result: Result, attachmentIds: readonly number[]) => {
		const round = await runStep({ history: historyWith(attachmentIds) } as unknown as Parts, result, step);
		assert.equal(round?.kind, 'again');
		return [round.occasion, round.isCompared];
	};

	it('that fails leaves the message that is not sent yet where it can be sent or copied', async () => {
		const accounts = {
			connect: () => Promise.reject(new CorError('secret-store', 'the keyring is locked')),
		};
		const parts = { accounts, log, queue: { untilRoom: async () => {} } } as unknown as Parts;
		const message = {
			...pending({ text: 'Va la versión final', doubts: [] }),
			references: [{ id: 71, name: 'b.txt' }],
		};
		answers.push(text('Send Message'));

		tellAndGoOn(parts, resultOf(failed, { message }));
		while (told.length < 3) {
			await once(shown, 'message');
		}

		const [first, failure, again] = told;
		assert.ok(first?.buttons.includes(text('Send Message')), first?.buttons.join());
		assert.ok(!failure?.buttons.includes(text('Send Message')));
		assert.deepEqual(again, first);
	});

	it('compares a file with the task again if another batch attached it, also one of a batch that was resumed', async () => {
		assert.deepEqual(await roundAfter('retry', resultOf(failed), []), ['same-task', true]);
		assert.deepEqual(await roundAfter('retry', resultOf(failed), [901]), ['again', false]);
		assert.deepEqual(await roundAfter('retry', resultOf(failed, { seen: new Set([901]) }), [901]), ['same-task', true]);
	});

	it('compares a skipped file with the task if nobody did, or another batch attached it since', async () => {
		assert.deepEqual(await roundAfter('review', resultOf(skipped), []), ['wanted', true]);
		assert.deepEqual(await roundAfter('review', resultOf(skipped, { isUnseen: true }), []), ['wanted', false]);
		assert.deepEqual(await roundAfter('review', resultOf(skipped, { seen: new Set() }), [901]), ['wanted', false]);
	});
});

describe('the last look at the task before files are sent', () => {
	const { withProgress } = vscode.window;
	afterEach(() => {
		Object.assign(vscode.window, { withProgress });
	});

	it('is shown if COR is slow, and sends nothing if it is cancelled', async () => {
		const titles: (string | undefined)[] = [];
		Object.assign(vscode.window, {
			withProgress: ({ title }: vscode.ProgressOptions, run: (progress: unknown, token: unknown) => unknown) => {
				titles.push(title);
				return run({ report: () => {} }, { onCancellationRequested: (cancel: () => void) => cancel() });
			},
		});
		const readTask = (_: number, signal: AbortSignal) =>
			new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
		const connection = { client: { readTask } } as unknown as Connection;

		assert.deepEqual(await confirmTask({ task, connection, isReviewWanted: false } as never), { status: 'given-up' });

		assert.deepEqual(titles, [text('Loading task {0}…', 4101)]);
	});
});
