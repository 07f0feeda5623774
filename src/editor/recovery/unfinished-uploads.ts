import * as vscode from 'vscode';
import type { Journal } from '../../attach/journal/journal.js';
import { logLine } from '../../attach/text/log-line.js';
import { plainText } from '../../attach/text/plain-text.js';
import { BatchJournal } from '../../machine/journal/batch-journal.js';
import type { FreeBatches, FreeJournal } from '../../machine/journal/left-journals.js';
import type { UnusableJournal } from '../../machine/journal/unusable-journal.js';
import type { Connection } from '../../machine/sessions/connection.js';
import { connectAsking, requireApiUrl } from '../accounts/connect.js';
import { tellAndGoOn } from '../flow/attach.js';
import type { Parts } from '../flow/parts.js';
import { sendAsked, tellTakenUp } from '../flow/send-reviewed.js';
import { listNames } from '../messages/names.js';
import { askAboutRest, isOtherAccount } from './rest-question.js';
import { restToSend } from './rest-to-send.js';
import { tellUnusable } from './unusable-uploads.js';

interface FoundBatches extends FreeBatches {
	/** The API addresses of those that go elsewhere than to the one in force. */
	readonly others: readonly string[];
}

/** Batches that were cut off by a crash, a reload or a closed window: asked about, and then finished or thrown away. */
export class UnfinishedUploads {
	readonly #parts: Parts;
	/** Ids of the batches that were asked about in this window. */
	readonly #asked = new Set<string>();
	/** Paths of the journals that cannot be used and of which the person was told in this window. */
	readonly #told = new Set<string>();

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/**
	 * Asks about the oldest batch that neither this window left nor the person was asked about here, if there is one, and tells
	 * once of those that cannot be finished. Resolves when it is decided and on its way. Never rejects: it must not keep
	 * anybody from attaching.
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

	/** Asks about every batch until the person puts it off, and tells of those that cannot be finished. Rejects with the file system's errors, or a `CorError`. */
	async finish(): Promise<void> {
		const isLateTold = await this.#parts.later.lookNow(); // what has arrived by now needs no finishing
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

	/** Does not wait for the person, who may leave it. */
	#tell(unusable: readonly UnusableJournal[]): void {
		for (const { path } of unusable) {
			this.#told.add(path);
		}
		if (unusable.length > 0) {
			tellUnusable(this.#parts, unusable).then(undefined, (error: unknown) => this.#parts.log.error(String(error)));
		}
	}

	/** Whether the person decided. */
	async #decide(found: FreeJournal): Promise<boolean> {
		this.#asked.add(found.journal.batch.id);
		const known = await this.#connectAs(found.journal);
		const answer = await askAboutRest(found.journal, known);
		if (answer === 'discard') {
			await this.#discard(found);
		}
		if (answer !== 'finish') {
			return answer !== undefined;
		}
		const connection = known ?? (await connectAsking(this.#parts));
		if (!connection) {
			return false;
		}
		// Who it is was not known before they signed in.
		if (
			!known &&
			isOtherAccount(found.journal, connection) &&
			(await askAboutRest(found.journal, connection)) !== 'finish'
		) {
			return false;
		}
		return this.#send(found, connection);
	}

	/** As whoever began, if they are signed in; else as the workspace does. */
	async #connectAs({ batch }: Journal): Promise<Connection | undefined> {
		const { accounts } = this.#parts;
		const apiUrl = requireApiUrl();
		const signedIn = await accounts.list(apiUrl).catch(() => []);
		const begun = signedIn.find(({ label }) => label === batch.account);
		return accounts.connect(apiUrl, begun?.id);
	}

	async #discard(found: FreeJournal): Promise<void> {
		const taken = await this.#take(found);
		if (taken) {
			const { task, createdAt } = found.journal.batch;
			this.#parts.log.info(logLine(task.id, `discarded the rest of the batch of ${createdAt}`));
			await taken.record.letGo();
		}
	}

	/** Whether it is on its way. */
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
		// Not awaited: the person goes on with what they came for, and the result is told when it is there.
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
		'There are no interrupted uploads to {0}. Those to {1} are kept. To resume them, restore that API address.',
		requireApiUrl().href,
		listNames([...new Set(others)].map(apiUrl => plainText(apiUrl, 60))),
	);
}
