import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CorError } from '../../../src/attach/errors.js';
import {
	attachmentsOf,
	type FileStanding,
	type Journal,
	restOf,
	stragglersOf,
} from '../../../src/attach/journal/journal.js';
import {
	batchLine,
	entryLine,
	type JournalEntry,
	type JournaledBatch,
	type JournaledEnd,
	journalEnd,
} from '../../../src/attach/journal/journal-lines.js';
import { readJournal } from './kit/read-journal.js';

const before = { baseline: { ids: new Set([70]), currentVersions: { 12: 15 } }, userId: 3 };
const begunAt = Date.parse('2026-11-24T03:00:00.000Z');
const sentAt = begunAt + 60_000;

function batchOf(count: number): JournaledBatch {
	const files = Array.from({ length: count }, (_, index) => ({
		uri: `file:///w/${index}.txt`,
		name: `${index}.txt`,
		relativePath: `w/${index}.txt`,
		size: index,
		mtimeMs: 1_700_000_000_000.5,
	}));
	return {
		id: 'b1',
		createdAt: '2026-11-24T03:00:00.000Z',
		apiUrl: 'https://api.example/v1',
		account: 'Lucía',
		task: { id: 4101, title: 'Diseño "ñandú"\n2' },
		fields: { available: false, status: 'approved' },
		files,
	};
}

function journalOf(count: number, entries: readonly JournalEntry[]): string {
	return batchLine(batchOf(count)) + entries.map(entryLine).join('');
}

function understood(text: string): Journal {
	const reading = readJournal(text);
	assert.equal(reading.status, 'read');
	return reading.journal;
}

const sending = (file: number): JournalEntry => ({ kind: 'sending', file, size: 5, at: sentAt });
const ended = (file: number, end: JournaledEnd): JournalEntry => ({ kind: 'ended', file, end });
const began: JournalEntry = { kind: 'began', ...before };
const statuses = ({ standings }: Journal) => standings.map(({ status }) => status);
const places = (standings: readonly FileStanding[]) => standings.map(({ file }) => file.name);

describe('the journal of a batch', () => {
	it('gives back the batch as it was written', () => {
		assert.deepEqual(understood(journalOf(3, [])).batch, batchOf(3));
	});

	it('knows of each file how far it came', () => {
		const journal = understood(
			journalOf(5, [
				began,
				sending(0),
				sending(1),
				ended(0, { status: 'attached', attachmentId: 71 }),
				sending(2),
				ended(1, { status: 'unknown', kind: 'answer-timeout' }),
				{ kind: 'let-go', file: 3 },
			]),
		);

		assert.deepEqual(statuses(journal), ['ended', 'in-doubt', 'in-doubt', 'let-go', 'not-started']);
		assert.deepEqual(places(restOf(journal)), ['1.txt', '2.txt', '4.txt']);
		assert.deepEqual(attachmentsOf(journal), [71]);
		assert.deepEqual(journal.standings[1]?.attempt, { size: 5, ...before, sentAt });
		assert.deepEqual(journal.standings[1]?.end, { status: 'unknown', kind: 'answer-timeout' });
	});

	it('knows how each file was decided to be sent at last, and how far it has come all the same', () => {
		const planned: JournalEntry = {
			kind: 'planned',
			fields: { available: true },
			files: [{ file: 0, parentId: 900 }, { file: 2 }],
		};
		const again: JournalEntry = { kind: 'planned', fields: {}, files: [{ file: 0 }, { file: 1, parentId: 901 }] };
		const plans = (journal: Journal) => [
			journal.batch.fields,
			...journal.standings.map(({ file: { parentId } }) => parentId),
		];

		const once = understood(journalOf(3, [began, sending(0), { kind: 'taken-up' }, planned]));
		const twice = understood(journalOf(3, [planned, again]));

		assert.deepEqual(plans(once), [{ available: true }, 900, undefined, undefined]);
		assert.deepEqual(statuses(once), ['in-doubt', 'not-started', 'not-started']);
		assert.deepEqual(plans(twice), [{}, undefined, 901, undefined]);
	});

	it('compares a request with what was on the task when its own life of the batch began', () => {
		const later = { baseline: { ids: new Set([90]), currentVersions: {} }, userId: 4 };
		const { standings } = understood(
			journalOf(3, [began, sending(0), sending(1), { kind: 'began', ...later }, sending(1), sending(2)]),
		);

		assert.deepEqual(
			standings.map(standing => [...(standing.attempt?.baseline.ids ?? [])]),
			[[70], [90], [90]],
		);
		assert.equal(standings[1]?.attempt?.userId, 4);
	});

	it('knows nothing to compare with what was sent after somebody took it up, until the list was read again', () => {
		const { standings } = understood(
			journalOf(3, [began, sending(0), { kind: 'taken-up' }, sending(1), began, sending(2)]),
		);

		assert.deepEqual(
			standings.map(({ attempt }) => attempt !== undefined),
			[true, false, true],
		);
	});

	it('knows that nothing can be compared where the list was not read, or nobody knows who sent', () => {
		const inDoubt = [{ file: batchOf(1).files[0], size: 5, status: 'in-doubt' }];
		const { baseline } = before;

		assert.deepEqual(understood(journalOf(1, [sending(0)])).standings, inDoubt);
		assert.deepEqual(understood(journalOf(1, [{ kind: 'began', baseline }, sending(0)])).standings, inDoubt);
	});

	it('compares what was not begun as far as is known with what was on the task when the batch first began', () => {
		const later: JournalEntry = { kind: 'began', baseline: { ids: new Set([90]), currentVersions: {} }, userId: 4 };
		const attempt = { size: 1, ...before, sentAt: begunAt };
		for (const entries of [[began], [began, later], [began, { kind: 'taken-up' }, later]] as const) {
			const { standings } = understood(journalOf(2, entries));

			assert.deepEqual(standings[1], { file: batchOf(2).files[1], size: 1, status: 'not-started', attempt });
		}
	});

	it('knows nothing to compare with what was not begun, where the list was not read in the first life of the batch', () => {
		for (const entries of [[], [{ kind: 'taken-up' }], [{ kind: 'taken-up' }, began]] as const) {
			const { standings } = understood(journalOf(2, entries));

			assert.deepEqual(standings[1], { file: batchOf(2).files[1], size: 1, status: 'not-started' });
		}
	});

	it('keeps what was sent before and not shown in time, where it is known what to compare it with', () => {
		const again: JournalEntry = { kind: 'sending', file: 0, size: 6, at: sentAt + 1 };
		const attempt = { size: 5, ...before, sentAt };
		const doubt = ended(0, { status: 'unknown', kind: 'network' });
		const end = ended(0, { status: 'attached', attachmentId: 71 });
		const missedAfter = (...entries: readonly JournalEntry[]) => understood(journalOf(1, entries)).standings[0]?.missed;

		assert.equal(missedAfter(began, sending(0)), undefined);
		assert.deepEqual(missedAfter(began, sending(0), doubt, again), [attempt]);
		assert.deepEqual(missedAfter(began, sending(0), { kind: 'taken-up' }, again), [attempt]);
		assert.deepEqual(missedAfter(began, sending(0), doubt, again, end), [attempt]);
		assert.deepEqual(missedAfter(began, sending(0), doubt, again, doubt, again, end)?.length, 2);
		assert.equal(missedAfter(began, sending(0), again), undefined); // it was sent again at once: the first has not arrived
		assert.equal(missedAfter(sending(0), doubt, again), undefined);
		assert.equal(missedAfter(began, sending(0), ended(0, { status: 'failed', kind: 'network' }), again), undefined);
	});

	it('keeps that a file may have been sent without a line before a later life of the batch sent it, and by what to look for it', () => {
		const takenUp: JournalEntry = { kind: 'taken-up' };
		const later: JournalEntry = { kind: 'began', baseline: { ids: new Set([90]), currentVersions: {} }, userId: 4 };
		const end = ended(0, { status: 'attached', attachmentId: 71 });
		const missedAfter = (...entries: readonly JournalEntry[]) => understood(journalOf(1, entries)).standings[0]?.missed;

		assert.deepEqual(missedAfter(began, takenUp, later, sending(0)), [{ size: 0, ...before, sentAt: begunAt }]);
		const untold: JournalEntry = { kind: 'began', baseline: before.baseline };
		for (const firstLife of [[], [untold]]) {
			assert.deepEqual(missedAfter(...firstLife, takenUp, later, sending(0), end), [
				{ size: 0, baseline: later.baseline, userId: 4, sentAt: begunAt },
			]);
		}
		assert.equal(missedAfter(began, later, sending(0)), undefined);
	});

	it('keeps what was sent and not shown in time, too, where it was not sent again', () => {
		const attempt = { size: 5, ...before, sentAt };
		const unknown = ended(0, { status: 'unknown', kind: 'rate-limited' });
		const takenUp: JournalEntry = { kind: 'taken-up' };
		for (const end of [{ status: 'failed', kind: 'rate-limited' }, { status: 'cancelled' }] as const) {
			for (const doubt of [[unknown], [takenUp], [unknown, takenUp]]) {
				const journal = understood(journalOf(1, [began, sending(0), ...doubt, ended(0, end)]));

				assert.deepEqual(journal.standings[0]?.missed, [attempt]);
				assert.deepEqual(stragglersOf(journal), [{ name: '0.txt', size: 5 }]);
			}
			assert.equal(understood(journalOf(1, [began, sending(0), ended(0, end)])).standings[0]?.missed, undefined);
		}
	});

	it('has in doubt what had failed, was looked for again and is unknown', () => {
		const unknown = ended(0, { status: 'unknown', kind: 'network' });
		const failed = ended(0, { status: 'failed', kind: 'rate-limited' });
		const { standings } = understood(journalOf(1, [began, sending(0), unknown, failed, { kind: 'taken-up' }, unknown]));

		assert.equal(standings[0]?.status, 'in-doubt');
		assert.deepEqual([standings[0].attempt, standings[0].missed], [{ size: 5, ...before, sentAt }, []]);
	});

	it('tells what may still come: what is in doubt, given up or not, with the bytes that were sent', () => {
		const journal = understood(
			journalOf(6, [
				sending(1),
				sending(2),
				ended(2, { status: 'unknown', kind: 'answer-timeout' }),
				{ kind: 'let-go', file: 2 },
				{ kind: 'let-go', file: 3 },
				sending(4),
				ended(4, { status: 'attached', attachmentId: 71 }),
				sending(5),
				ended(5, { status: 'failed', kind: 'network' }),
			]),
		);

		assert.deepEqual(stragglersOf(journal), [
			{ name: '1.txt', size: 5 },
			{ name: '2.txt', size: 5 },
		]);
	});

	it('keeps in doubt what is still unknown after another look', () => {
		const { standings } = understood(
			journalOf(1, [
				began,
				sending(0),
				{ kind: 'began', baseline: { ids: new Set([99]), currentVersions: {} } },
				ended(0, { status: 'unknown', kind: 'network' }),
			]),
		);

		assert.equal(standings[0]?.status, 'in-doubt');
		assert.deepEqual(standings[0]?.attempt?.baseline.ids, new Set([70]));
	});

	const ends: readonly (readonly [JournaledEnd, isThrough: boolean])[] = [
		[{ status: 'attached', attachmentId: 7 }, true],
		[{ status: 'cancelled' }, true],
		[{ status: 'skipped' }, true],
		[{ status: 'failed', kind: 'rejected' }, true],
		[{ status: 'failed', kind: 'file-missing' }, true],
		[{ status: 'failed', kind: 'network' }, false],
		[{ status: 'failed', kind: 'unauthorized' }, false],
		[{ status: 'failed', kind: 'rate-limited' }, false],
		[{ status: 'unknown', kind: 'server' }, false],
	];
	for (const [end, isThrough] of ends) {
		it(`${isThrough ? 'is through with' : 'keeps'} a file that ended as ${JSON.stringify(end)}`, () => {
			assert.equal(restOf(understood(journalOf(1, [sending(0), ended(0, end)]))).length, isThrough ? 0 : 1);
		});
	}

	it('keeps of an end what the next life needs', () => {
		const attachment = { id: 9, name: 'a', url: 'https://files.example/secret', size: 3 };
		const error = new CorError('server', 'HTTP 504', { status: 504, serverMessage: 'words' });

		assert.deepEqual(journalEnd({ status: 'attached', attachment }), { status: 'attached', attachmentId: 9 });
		assert.deepEqual(journalEnd({ status: 'unknown', error }), { status: 'unknown', kind: 'server', httpStatus: 504 });
		assert.deepEqual(journalEnd({ status: 'cancelled' }), { status: 'cancelled' });
	});

	it('takes a line that was not written to its end for not written', () => {
		const whole = journalOf(2, [began, sending(0)]);
		const half = entryLine(sending(1)).slice(0, -1);

		assert.deepEqual(statuses(understood(whole + half)), ['in-doubt', 'not-started']);
		assert.deepEqual(statuses(understood(`${whole}${'\0'.repeat(40)}`)), ['in-doubt', 'not-started']);
	});

	const first = batchLine(batchOf(2));
	const broken: Readonly<Record<string, string>> = {
		nothing: '',
		'half a first line': first.slice(0, 50),
		'a first line without its end': first.slice(0, -1),
		'a version that was before the first': first.replace('"version":4', '"version":3'),
		'a version that is no number': first.replace('"version":4', '"version":"4"'),
		'no version': first.replace('"version":4,', ''),
		'a batch without files': first.replace('"files"', '"things"'),
		'a file of negative size': first.replace('"size":0', '"size":-1'),
		'a field that is not known': first.replace('"available":false', '"constructor":false'),
		'a field of another form': first.replace('"available":false', '"available":"no"'),
		'a list for a batch': '[]\n',
		'null for a batch': 'null\n',
		'no JSON': 'hello\n',
		'a line in the middle that is no JSON': `${first}${entryLine(sending(0)).slice(0, 9)}\n${entryLine(sending(1))}`,
		'an empty line': `${first}\n${entryLine(sending(0))}`,
		'a line of an unknown kind': `${first}{"kind":"paused"}\n`,
		'a file that is not in the batch': first + entryLine(sending(2)),
		'a place that is no whole number': `${first}{"kind":"sending","file":0.5,"size":1,"at":5}\n`,
		'a name for a place': `${first}{"kind":"sending","file":"__proto__","size":1,"at":5}\n`,
		'a request of no size': `${first}{"kind":"sending","file":0,"at":5}\n`,
		'an end of an unknown status': `${first}{"kind":"ended","file":0,"end":{"status":"toString"}}\n`,
		'an end of an unknown reason': `${first}{"kind":"ended","file":0,"end":{"status":"failed","kind":"constructor"}}\n`,
	};
	for (const [what, text] of Object.entries(broken)) {
		it(`does not resume ${what}`, () => {
			assert.equal(readJournal(text).status, 'broken');
		});
	}

	it('tells what is of a newer version from what is broken, whatever is in it', () => {
		for (const text of [
			first.replace('"version":4', '"version":5'),
			'{"version":5}\n',
			'{"version":9}\nof another form\n',
		]) {
			assert.deepEqual(readJournal(text), { status: 'newer' });
		}
	});

	const count = 4;
	const anyPlace = fc.nat({ max: count - 1 });
	const anyEnd = fc.constantFrom<JournaledEnd>(
		{ status: 'attached', attachmentId: 7 },
		{ status: 'failed', kind: 'network' },
		{ status: 'failed', kind: 'rejected' },
		{ status: 'unknown', kind: 'network' },
		{ status: 'cancelled' },
	);
	const anyEntry: fc.Arbitrary<JournalEntry> = fc.oneof(
		fc.constant(began),
		fc.constant<JournalEntry>({ kind: 'taken-up' }),
		anyPlace.map(file => ({ kind: 'planned' as const, fields: {}, files: [{ file }] })),
		anyPlace.map(sending),
		fc.tuple(anyPlace, anyEnd).map(([file, end]) => ended(file, end)),
		anyPlace.map(file => ({ kind: 'let-go' as const, file })),
	);

	it('never takes a file for not started once its request was written down, wherever the journal breaks off', () => {
		fc.assert(
			fc.property(
				fc.array(anyEntry, { maxLength: 30 }),
				fc.double({ min: 0, max: 1, noNaN: true }),
				(entries, share) => {
					const bytes = Buffer.from(journalOf(count, entries));
					const prefix = bytes.subarray(0, Math.floor(bytes.length * share));
					const reading = readJournal(new TextDecoder().decode(prefix));
					const wholeLines = prefix.toString('latin1').split('\n').length - 2; // without the first and the half one
					if (reading.status !== 'read') {
						assert.equal(reading.status, 'broken');
						assert.ok(wholeLines < 0);
						return;
					}
					for (const [index, { status, end, attempt }] of reading.journal.standings.entries()) {
						const own = entries.slice(0, wholeLines).filter(entry => 'file' in entry && entry.file === index);
						const lastOwn = own.at(-1);
						assert.equal(status === 'not-started', own.length === 0);
						if (lastOwn?.kind === 'sending') {
							assert.equal(status, 'in-doubt');
							const lives = entries.slice(0, entries.indexOf(lastOwn));
							const lastLife = lives.findLast(({ kind }) => kind === 'began' || kind === 'taken-up');
							assert.equal(attempt !== undefined, lastLife === began);
						}
						if (lastOwn?.kind === 'ended') {
							assert.deepEqual(end, lastOwn.end);
						}
					}
				},
			),
			{ numRuns: 2_000 },
		);
	});

	it('reads anything without an error', () => {
		const anyLine = fc.oneof(fc.string(), fc.json(), anyEntry.map(entryLine), fc.constant(first));
		fc.assert(
			fc.property(fc.array(anyLine), lines => {
				assert.ok(['read', 'newer', 'broken'].includes(readJournal(lines.join('\n')).status));
				readJournal(first + lines.join('\n'));
			}),
			{ numRuns: 1_000 },
		);
	});
});
