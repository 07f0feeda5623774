import * as vscode from 'vscode';
import type { Journal } from '../../attach/journal/journal.js';
import { logLine } from '../../attach/text/log-line.js';
import { plainText } from '../../attach/text/plain-text.js';
import { BatchJournal } from '../../machine/journal/batch-journal.js';
import type { FreeBatches, FreeJournal } from '../../machine/journal/left-journals.js';
import type { UnusableJournal } from '../../machine/journal/unusable-journal.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { connectAsking, connectSilently, requireApiUrl } from '../accounts/connect.js';
import { tellAndGoOn } from '../flow/attach.js';
import type { Parts } from '../flow/parts.js';
import { sendAsked, tellTakenUp } from '../flow/send-reviewed.js';
import { listNames } from '../messages/names.js';
import { askAboutRest, isOtherAccount } from './rest-question.js';
import { restToSend } from './rest-to-send.js';
import { tellUnusable } from './unusable-uploads.js';

interface FoundBatches extends FreeBatches {
	/** API addresses of batches that belong to another address than the configured one. */
	readonly others: readonly string[];
}

/** Batches interrupted by a crash, a reload or a closed window. Asks the person, then resumes or discards them. */
export class UnfinishedUploads {
	readonly #parts: Parts;
	/** Ids of the batches that the person was asked about in this window. */
	readonly #asked = new Set<string>();
	/** Paths of unusable journals that the person was told about in this window. */
	readonly #told = new Set<string>();

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/**
	 * Asks about the oldest batch that this window didn't leave itself and hasn't asked about. Also reports, once,
	 * batches that can't be resumed. Resolves when the person has decided and the batch is on its way. Never rejects,
	 * since it must not prevent anybody from attaching.
	 */
	async offer(): Promise<void> {
		try {
			const { journals, unusable } = await this.#find();
			this.#tell(unusable.filter(({ path }) => !this.#told.has(path)));
			const found = journals.find(({ isOwn, journal }) => !isOwn && !this.#asked.has(journal.batch.id));
			if (found && !(await this.#decide(found))) {
				this.#parts.status.isRestWaiting = true;
			}
		} catch (error) {
			this.#parts.log.warn(`interrupted uploads cannot be offered: ${String(error)}`);
		}
	}

	/**
	 * Asks about every batch until the person postpones one, and reports those that can't be resumed. Rejects with the
	 * file system's errors or a `CorError`.
	 */
	async finish(): Promise<void> {
		const isLateTold = await this.#parts.later.lookNow(); // files that have arrived by now needn't be resumed
		const { journals, unusable, others } = await this.#find();
		this.#tell(unusable);
		if (journals.length === 0 && unusable.length === 0 && !isLateTold) {
			void vscode.window.showInformationMessage(nothingToFinish(others));
		}
		for (const found of journals) {
			if (!(await this.#decide(found))) {
				this.#parts.status.isRestWaiting = true;
				return;
			}
		}
		this.#parts.status.isRestWaiting = false;
	}

	async #find(): Promise<FoundBatches> {
		const { href } = requireApiUrl();
		const { journals, unusable } = await this.#parts.journals.free();
		const others = journals.map(({ journal }) => journal.batch.apiUrl).filter(apiUrl => apiUrl !== href);
		return { journals: journals.filter(({ journal }) => journal.batch.apiUrl === href), unusable, others };
	}

	/** Doesn't wait, because the person may ignore the message. */
	#tell(unusable: readonly UnusableJournal[]): void {
		for (const { path } of unusable) {
			this.#told.add(path);
		}
		if (unusable.length > 0) {
			tellUnusable(this.#parts, unusable).then(undefined, (error: unknown) => this.#parts.log.error(String(error)));
		}
	}

	/** Resolves with whether the person has decided. */
	async #decide(found: FreeJournal): Promise<boolean> {
		this.#asked.add(found.journal.batch.id);
		const known = await this.#connectAs(found.journal);
		const answer = await askAboutRest(found.journal, known);
		if (answer !== 'finish') {
			return this.#leave(found, answer);
		}
		const connection = known ?? (await connectAsking(this.#parts));
		if (!connection) {
			return false;
		}
		// Before the sign-in it was unknown who would continue.
		if (!known && isOtherAccount(found.journal, connection)) {
			const second = await askAboutRest(found.journal, connection);
			if (second !== 'finish') {
				return this.#leave(found, second);
			}
		}
		return this.#send(found, connection);
	}

	/** Resolves with whether the person has decided. */
	async #leave(found: FreeJournal, answer: 'discard' | undefined): Promise<boolean> {
		if (answer === 'discard') {
			await this.#discard(found);
		}
		return answer !== undefined;
	}

	/** Connects as the person who started the batch if they are signed in, otherwise as `connectSilently`. */
	async #connectAs({ batch }: Journal): Promise<Connection | undefined> {
		const { accounts } = this.#parts;
		const apiUrl = requireApiUrl();
		const signedIn = await accounts.list(apiUrl).catch(() => []);
		const begun = signedIn.find(({ label }) => label === batch.account);
		return begun ? accounts.connect(apiUrl, begun.id) : connectSilently(this.#parts);
	}

	async #discard(found: FreeJournal): Promise<void> {
		const taken = await this.#take(found);
		if (taken) {
			const { task, createdAt } = found.journal.batch;
			this.#parts.log.info(logLine(task.id, `discarded the rest of the batch of ${createdAt}`));
			await taken.record.letGo();
		}
	}

	/** Resolves with whether the batch is on its way. */
	async #send(found: FreeJournal, connection: Connection): Promise<boolean> {
		const taken = await this.#take(found);
		if (!taken) {
			return true;
		}
		const { record, journal } = taken;
		const shipment = await restToSend(this.#parts, journal, connection, record).catch(async (error: unknown) => {
			await record.rest();
			throw error;
		});
		if (!shipment) {
			await record.rest();
			return false;
		}
		await record.takeUp();
		await record.giveUp(shipment.known?.map(({ file }) => file) ?? []);
		// Not awaited: the person continues with their work, and the result is shown when it is there.
		sendAsked(this.#parts, shipment).then(
			result => tellAndGoOn(this.#parts, result),
			(error: unknown) => this.#parts.log.error(String(error)),
		);
		return true;
	}

	async #take(found: FreeJournal): Promise<{ record: BatchJournal; journal: Journal } | undefined> {
		const { journals, log } = this.#parts;
		const taken = await journals.take(found);
		if (!taken) {
			tellTakenUp();
			return undefined;
		}
		const { file, journal } = taken;
		this.#parts.later.forget(journal.batch.task.id, journal.batch.files);
		return { record: new BatchJournal(file, journal.batch.files, journals, log), journal };
	}
}

function nothingToFinish(others: readonly string[]): string {
	if (others.length === 0) {
		return vscode.l10n.t('There are no interrupted uploads.');
	}
	return vscode.l10n.t(
		'There are no interrupted uploads to {0}. Those to {1} are kept. To resume them, restore their API address.',
		requireApiUrl().href,
		listNames([...new Set(others)].map(apiUrl => plainText(apiUrl, 60))),
	);
}
