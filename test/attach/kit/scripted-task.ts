import assert from 'node:assert/strict';
import { ListHabits } from '../../../src/attach/arrival/list-habits.js';
import type { EarlierAttempt } from '../../../src/attach/arrival/lookout.js';
import type { AttachmentList, ListedAttachment } from '../../../src/attach/attachment.js';
import type { Courier, LoadedFile, Parcel, PostedEnd } from '../../../src/attach/delivery/courier.js';
import { type BatchToDeliver, type DeliveryPorts, deliverBatch } from '../../../src/attach/delivery/delivery.js';
import { PackTrust } from '../../../src/attach/delivery/pack-trust.js';
import { CorError, type FailureDetails, type FailureKind } from '../../../src/attach/errors.js';
import type { FileEnd } from '../../../src/attach/outcome.js';
import { type PlannedFile, planFiles } from '../../../src/attach/plan/plan.js';
import { ManualClock } from './manual-clock.js';
import { MemoryClaims, newBatch, unattended } from './unattended.js';

export const me = 501;

/** Files of five bytes each. */
export const filesNamed = (...names: readonly string[]): PlannedFile[] =>
	planFiles(names.map(name => ({ uri: `file:///${name}`, relativePath: name, size: 5 })));

export type Answer = (task: ScriptedTask, file: PlannedFile) => PostedEnd;

/** A task in COR. Each request ends as planned for each of its files, in turn, and then well. */
export class ScriptedTask implements Courier {
	readonly taskId = 4101;
	readonly habits = new ListHabits();
	readonly attachments: ListedAttachment[];
	/** The names in each request, with `+` between those that went together. */
	readonly requests: string[] = [];
	lists = 0;
	readonly plans = new Map<string, Answer[]>();

	/** `attachments`: those of the same task, as somebody else sees it. */
	constructor(attachments: ListedAttachment[] = []) {
		this.attachments = attachments;
	}

	plan(name: string, ...ends: readonly Answer[]): this {
		this.plans.set(name, [...ends]);
		return this;
	}

	store(file: PlannedFile, changes: Partial<ListedAttachment> = {}): ListedAttachment {
		const id = 901 + this.attachments.length;
		const attachment = { id, name: file.name, size: file.size, userId: me, currentVersionId: id, ...changes };
		this.attachments.push(attachment);
		return attachment;
	}

	async prepare(files: readonly PlannedFile[]): Promise<Parcel> {
		const loads = files.map(
			(file): LoadedFile => ({ status: 'ready', file, size: file.size, sha256: () => undefined }),
		);
		return { loads, send: () => this.upload(files) };
	}

	async upload(files: readonly PlannedFile[]): Promise<PostedEnd[]> {
		this.requests.push(files.map(({ name }) => name).join('+'));
		return files.map(file => {
			const end = (this.plans.get(file.name)?.shift() ?? stores)(this, file);
			return files.length > 1 && end.status === 'attached' ? { isOwn: true, ...end } : end;
		});
	}

	async list(): Promise<readonly ListedAttachment[]> {
		this.lists += 1;
		return [...this.attachments];
	}

	async listNewest(): Promise<AttachmentList> {
		return { attachments: await this.list(), isWhole: true };
	}

	async userId(): Promise<number> {
		return me;
	}
}

export const stores: Answer = (task, file) => ({ status: 'attached', attachment: task.store(file) });

export const fails =
	(kind: FailureKind, details: FailureDetails = {}): Answer =>
	() => ({ status: 'failed', error: new CorError(kind, kind, details) });

export const unknown =
	(kind: FailureKind, details: FailureDetails = {}): Answer =>
	() => ({ status: 'unknown', error: new CorError(kind, kind, details) });

export const storesAndBreaks: Answer = (task, file) => {
	task.store(file);
	return unknown('network')(task, file);
};

export const earlier: EarlierAttempt = {
	error: new CorError('network', 'the editor ended'),
	attempt: { size: 5, userId: me, baseline: { ids: new Set([900]), currentVersions: {} }, sentAt: 0 },
	mayRepeat: true,
};

export type Changes = Partial<Omit<BatchToDeliver, 'files'> & DeliveryPorts>;

/** Sends files to a task, and sees to it that each has one outcome, in order. Time passes as fast as it is waited for. */
export async function deliver(task: ScriptedTask, sent: readonly PlannedFile[], changes: Changes = {}) {
	const clock = new ManualClock();
	const told: PlannedFile[] = [];
	const outcomes = await deliverBatch(
		{ ...newBatch(sent), ...changes },
		{
			...unattended,
			courier: task,
			clock,
			random: () => 0.5,
			signal: new AbortController().signal,
			concurrency: 1,
			claims: new MemoryClaims(),
			trust: new PackTrust(),
			onEnd: ({ file }) => told.push(file),
			...changes,
		},
	);
	assert.deepEqual(
		outcomes.map(({ file }) => file),
		sent,
	);
	assert.equal(told.length, sent.length);
	assert.deepEqual(new Set(told), new Set(sent));
	return { ends: outcomes.map(({ end }) => end), waitedMs: clock.now() };
}

export const statuses = (ends: readonly FileEnd[]) => ends.map(({ status }) => status);
/** The status of each, with the kind of its error where it has one. */
export const kinds = (ends: readonly FileEnd[]) =>
	ends.map(end => ('error' in end ? `${end.status} ${end.error.kind}` : end.status));
