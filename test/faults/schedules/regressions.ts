import { asDocumented, type Schedule } from './schedule.js';

/** A schedule that went wrong once, as small as it could be made, and what was wrong. */
export interface Regression {
	readonly was: string;
	readonly schedule: Schedule;
}

const plain = {
	prior: [],
	lists: [],
	others: [],
	twins: [],
	cancelAt: null,
	crashesAt: [],
	torn: 0,
	names: 'as-sent',
	numbers: 'numbers',
	several: 'each',
	keepsParts: false,
	packs: 'never',
	concurrency: 1,
	credentialsGiven: 0,
	random: 0,
} as const;

type Drawn = readonly (readonly [name: number, contents: number])[];

const roots = (...drawn: Drawn) => drawn.map(([name, contents]) => ({ name, folder: 0, contents, parent: null }));

const versions = (...drawn: Drawn) => roots(...drawn).map(file => ({ ...file, parent: 0 }));
const parent = { name: 9, contents: 5, byUs: true, versions: 0 };

const lost = (stored: 'yes' | 'no' | number) => ({ kind: 'reset-after-end', stored }) as const;

const status = (code: number, stored: 'yes' | 'no' | number) =>
	({ kind: 'status', status: code, body: 'error', retryAfter: 'none', when: 'after', stored }) as const;

/** Every schedule that ever went wrong, by the seed that drew it. They run first, every time. */
export const regressions: readonly Regression[] = [
	{
		// 1, 1360
		was: 'duplicated: COR gave a file the name of another one of the batch, which was then taken for that one',
		schedule: {
			...plain,
			batches: [roots([1, 0], [2, 0])],
			uploads: [{ kind: 'reset-after-end', stored: 1 }],
			names: 'ascii',
		},
	},
	{
		// 20261124, 5240
		was: 'unknown, since another file of the same size was on the task and nobody knew it yet',
		schedule: {
			...plain,
			batches: [roots([0, 0], [0, 0])],
			uploads: [{ kind: 'silence', stored: 1 }, status(500, 'no')],
			concurrency: 2,
		},
	},
	{
		// 7, 6363
		was: 'unknown, since a file of the same size beside a new version was not known yet',
		schedule: {
			...plain,
			batches: [[{ name: 0, folder: 0, contents: 0, parent: 0 }, ...roots([0, 0])]],
			uploads: [
				{ kind: 'half-answer', ending: 'silence' },
				{ kind: 'reset-before-end', taken: 0.7 },
			],
			concurrency: 2,
		},
	},
	{
		// 8, 7648
		was: 'unknown, since a file of the same size was not known yet after a crash',
		schedule: {
			...plain,
			batches: [[...roots([0, 3], [0, 3]), { name: 0, folder: 0, contents: 0, parent: 0 }]],
			uploads: [
				{ kind: 'reset-before-end', taken: 1 },
				{ kind: 'half-answer', ending: 'silence' },
			],
			crashesAt: [43],
			concurrency: 2,
		},
	},
	{
		// 11, 14326
		was: 'unknown, since a file of the same size was slow to be answered',
		schedule: {
			...plain,
			batches: [[...roots([0, 0], [0, 3], [0, 0]), { name: 0, folder: 0, contents: 3, parent: 0 }]],
			uploads: [
				{ kind: 'silence', stored: 2_000 },
				{ kind: 'trickle', ms: 250_000 },
				{ kind: 'none' },
				{ kind: 'reset-before-end', taken: 1 },
			],
			concurrency: 2,
		},
	},
	{
		// 13, 7009
		was: 'misreported: a file was attached as another one, to which COR had given its name',
		schedule: {
			...plain,
			batches: [roots([0, 0], [1, 5], [0, 0], [2, 5], [0, 0])],
			uploads: [
				status(408, 1),
				{ kind: 'reset-after-end', stored: 'yes' },
				{ kind: 'none' },
				{ kind: 'garbled', form: 'empty', stored: 'no' },
			],
			names: 'ascii',
		},
	},
	{
		// 13, 6192
		was: 'unknown beside a file whose name COR could have made of its own',
		schedule: { ...plain, batches: [roots([1, 1], [2, 1], [0, 0])], uploads: [status(500, 1)], names: 'NFC' },
	},
	{
		// 21, 123
		was: 'duplicated: after a time-out and a crash nobody remembered the time-out, and the file was sent again',
		schedule: {
			...plain,
			batches: [roots([0, 0], [0, 0], [0, 0]), [{ name: 0, folder: 0, contents: 0, parent: 0 }]],
			uploads: [{ kind: 'silence', stored: 292_001 }],
			crashesAt: [30],
			names: 'ascii',
			concurrency: 2,
		},
	},
	{
		// 20261124 over sockets, 78
		was: 'duplicated: after a time-out on a slow line and a crash the file was sent again',
		schedule: {
			...plain,
			batches: [[...roots([0, 5]), { name: 0, folder: 0, contents: 0, parent: 0 }]],
			uploads: [{ kind: 'trickle', ms: 250_000 }],
			cancelAt: 25,
			crashesAt: [25, 9],
		},
	},
	{
		// 20261126 over sockets, 158
		was: 'duplicated: what a process was waiting for when it died was stored much later',
		schedule: {
			...plain,
			batches: [roots([0, 0], [0, 0], [0, 0]), 'same again'],
			uploads: [{ kind: 'none' }, { kind: 'none' }, status(408, 142_830)],
			crashesAt: [20],
			concurrency: 2,
		},
	},
	{
		// 20261127 over sockets, 163
		was: 'without an end: cancelled and dead while somebody else was uploading',
		schedule: {
			...plain,
			batches: [
				[
					{ name: 0, folder: 0, contents: 0, parent: 0 },
					{ name: 0, folder: 0, contents: 0, parent: 0 },
				],
			],
			uploads: [],
			lists: [{ kind: 'token-ends' }],
			twins: [{ upload: 0, when: 'before' }],
			cancelAt: 16,
			crashesAt: [19],
			concurrency: 2,
		},
	},
	{
		// 1, 1288
		was: 'unknown, since fetch tells of no 407',
		schedule: { ...plain, batches: [roots([0, 0])], uploads: [status(407, 'no')], crashesAt: [0] },
	},
	{
		// 20261124, 54982
		was: 'unknown, since two others of the same size were on the task and nobody knew which was which',
		schedule: {
			...plain,
			batches: [[{ name: 1, folder: 0, contents: 3, parent: 0 }, ...roots([2, 3], [0, 3], [0, 0])], 'same again'],
			uploads: [
				{ kind: 'wrong-length', by: -20 },
				{ kind: 'wrong-length', by: -20 },
				{ kind: 'reset-before-end', taken: 1 },
			],
		},
	},
	{
		// 31, 1553
		was: 'misreported: what a process had heard in the moment of its death was stored 2 s later',
		schedule: {
			...plain,
			batches: [[...roots([0, 0], [0, 0]), { name: 0, folder: 0, contents: 0, parent: 0 }]],
			uploads: [
				{ kind: 'token-ends' },
				{ kind: 'refused-connection' },
				{ kind: 'reset-after-end', stored: 'no' },
				status(408, 2_001),
			],
			cancelAt: 41,
			crashesAt: [26],
			names: 'ascii',
			concurrency: 3,
		},
	},
	{
		// 20261124, 790
		was: 'lost: the list was read before another batch, whose equal file was taken for this one after a crash',
		schedule: {
			...plain,
			batches: [roots([0, 0], [0, 0]), 'same again'],
			uploads: [],
			crashesAt: [29],
			listRead: 'before-all',
		},
	},
	{
		// 20261124, 843
		was: 'unknown, since COR gave one of two files a name that was not to be foreseen',
		schedule: { ...plain, packs: 'earned', batches: [roots([0, 0], [3, 0])], uploads: [], names: 'ascii' },
	},
	{
		// 20261124, 10843
		was: 'unknown, since COR stored the first of two files alone and its answer could not be read',
		schedule: {
			...plain,
			packs: 'earned',
			batches: [roots([0, 0], [0, 0])],
			uploads: [{ kind: 'wrong-length', by: -20 }],
			several: 'first',
		},
	},
	{
		// 20261124, 6188
		was: 'duplicated: what had come of a request that was slow when its process died was stored much later',
		schedule: {
			...plain,
			packs: 'untried',
			batches: [roots([0, 0], [0, 0], [0, 0], [0, 0], [0, 0]), roots([0, 0])],
			uploads: [
				{ kind: 'status', status: 400, body: 'error', retryAfter: 'none', when: 'early', stored: 'no' },
				{ kind: 'trickle', ms: 80_000 },
				{ kind: 'none' },
				{ kind: 'half-answer', ending: 'silence' },
			],
			lists: [
				{ kind: 'none' },
				{ kind: 'reset-before-end', taken: 0 },
				{ kind: 'garbled', form: 'empty', stored: 'yes' },
			],
			crashesAt: [42],
			several: 'fails-500',
			keepsParts: true,
			concurrency: 2,
		},
	},
	{
		// 20261125 over sockets
		was: 'without an end: a server that says nothing never read what would have told it that its caller was dead',
		schedule: {
			...plain,
			packs: 'earned',
			prior: [{ name: 5, contents: 2, byUs: true, versions: 1 }],
			batches: [[...roots([6, 3], [8, 5], [9, 5], [0, 4]), { name: 3, folder: 0, contents: 5, parent: 0 }]],
			uploads: [{ kind: 'silence', stored: 'yes' }, { kind: 'token-ends' }],
			crashesAt: [22],
			concurrency: 2,
		},
	},
	{
		// 7, 13652
		was: 'unknown, since COR stored the first of two files alone and told of none',
		schedule: {
			...plain,
			packs: 'untried',
			batches: [roots([0, 0], [0, 0], [0, 0]), 'same again'],
			uploads: [{ kind: 'none' }, { kind: 'file-untold', stored: 'yes', which: 0 }],
			several: 'first',
			concurrency: 2,
		},
	},
	{
		// 20261124 among 100,000
		was: 'lost: what was given up after a time-out was stored so late that a file of the next batch was taken to be there',
		schedule: {
			...plain,
			batches: [roots([0, 2]), roots([0, 1])],
			uploads: [{ kind: 'silence', stored: 290_000 }],
			others: [{ kind: 'none' }, { kind: 'redirect', status: 301 }, { kind: 'refused-connection' }],
			crashesAt: [26],
		},
	},
	{
		// made by hand
		was: 'lost: after a crash nobody remembered what a batch before the last one had given up, and it came then',
		schedule: {
			...plain,
			batches: [roots([0, 2]), roots([1, 3]), roots([0, 1])],
			uploads: [{ kind: 'silence', stored: 292_500 }, { kind: 'none' }, { kind: 'reset-after-end', stored: 'no' }],
			crashesAt: [35],
		},
	},
	{
		// made by hand
		was: 'misreported: what never arrived was looked for later, and the next batch’s file, changed since, was taken for it',
		schedule: {
			...plain,
			batches: [roots([0, 2]), 'changed since'],
			uploads: [{ kind: 'silence', stored: 'no' }],
		},
	},
	{
		// 20261124, 19277, once what is unknown was looked for later
		was: 'unknown beside one of the same size and request of which nobody knew more, until another look',
		schedule: {
			...plain,
			packs: 'earned',
			batches: [roots([2, 3], [1, 3], [0, 3])],
			uploads: [{ kind: 'reset-after-end', stored: 1 }],
			several: 'first',
		},
	},
	{
		// 20261124, 16
		was: 'duplicated: a second copy was listed after 21 s, and nothing told whose it was',
		schedule: {
			...plain,
			batches: [roots([0, 0])],
			uploads: [status(500, 1), { kind: 'half-answer', ending: 'reset' }],
			world: { ...asDocumented, lagsMs: [21_000], owners: 'missing' },
		},
	},
	{
		// 20261124, 16
		was: 'duplicated: the first copy was found 30 s later, and nobody looked for the second',
		schedule: {
			...plain,
			batches: [roots([0, 0])],
			uploads: [status(500, 1), { kind: 'half-answer', ending: 'reset' }],
			world: { ...asDocumented, lagsMs: [52_001] },
		},
	},
	{
		// 20261124, 282
		was: 'misreported: the answer to a file named another one of the batch, which was looked for',
		schedule: {
			...plain,
			batches: [[...roots([0, 0]), { name: 0, folder: 0, contents: 0, parent: 0 }]],
			uploads: [
				{ kind: 'reset-before-end', taken: 0.95 },
				{ kind: 'wrong-entry', entry: 'older', stored: 'yes' },
			],
			keepsParts: true,
			world: { ...asDocumented, lagsMs: [1], sizes: 'text' },
		},
	},
	{
		// 9001 and 9002, as the next ones
		was: 'duplicated: a new version that was sent twice had another file above it when it was looked for',
		schedule: {
			...plain,
			prior: [parent],
			batches: [versions([0, 0], [1, 1])],
			uploads: [lost(24_000), { kind: 'none' }, { kind: 'late', ms: 60_000 }],
		},
	},
	{
		was: 'duplicated: of a new version that was sent three times people were told of the newest two',
		schedule: {
			...plain,
			prior: [parent],
			batches: [versions([0, 0])],
			uploads: [lost(100_000), lost(80_000)],
		},
	},
	{
		was: 'duplicated: a new version that was unknown and sent twice had another file above it when it was looked for',
		schedule: {
			...plain,
			prior: [parent],
			batches: [versions([0, 0], [1, 1])],
			uploads: [lost('yes'), { kind: 'garbled', form: 'empty', stored: 'yes' }],
			world: { ...asDocumented, lagsMs: [30_000] },
		},
	},
	{
		was: 'misreported: a new version that had failed was there, below the one that was sent since',
		schedule: {
			...plain,
			prior: [parent],
			batches: [versions([0, 1]), 'same again'],
			uploads: [{ ...status(429, 'yes'), retryAfter: 'hour' }],
			world: { ...asDocumented, lagsMs: [41_000, 0] },
		},
	},
	{
		was: 'duplicated: when a file had arrived late, nobody looked for its other request any more',
		schedule: {
			...plain,
			batches: [roots([0, 1])],
			uploads: [{ kind: 'late', ms: 60_000 }, lost('yes')],
			others: [
				{ kind: 'none' },
				{ kind: 'none' },
				{ kind: 'half-answer', ending: 'close' },
				{ kind: 'redirect', status: 302 },
			],
			crashesAt: [12],
		},
	},
	{
		was: 'misreported: COR told of one of two files, by a new name and with the size of the other',
		schedule: {
			...plain,
			packs: 'earned',
			batches: [roots([6, 1], [5, 0])],
			uploads: [{ kind: 'wrong-entry', entry: 'half-size', stored: 'yes' }],
			names: 'numbered',
			several: 'first',
		},
	},
	{
		was: 'misreported: after a crash nobody looked for what was refused when it was sent again',
		schedule: {
			...plain,
			batches: [roots([0, 1], [1, 2])],
			uploads: [lost(40_000), { kind: 'trickle', ms: 250_000 }, status(400, 'no')],
			crashesAt: [42],
			concurrency: 2,
		},
	},
	{
		was: 'duplicated: what had failed before a crash was sent again without a look, and had come meanwhile',
		schedule: {
			...plain,
			batches: [roots([0, 1], [1, 5])],
			uploads: [
				{ ...status(429, 40_000), retryAfter: 'hour' },
				{ kind: 'trickle', ms: 250_000 },
			],
			crashesAt: [38],
			concurrency: 2,
		},
	},
	{
		was: 'misreported: what had failed since COR asked for an hour came late, and was taken for the next batch’s file',
		schedule: {
			...plain,
			batches: [roots([0, 1]), 'changed since'],
			uploads: [{ ...status(429, 22_500), retryAfter: 'hour' }, lost(1_200)],
		},
	},
	{
		was: 'duplicated: nobody had written down whose upload it was, since COR did not tell at first',
		schedule: {
			...plain,
			batches: [roots([0, 1], [1, 2])],
			uploads: [lost(25_000)],
			others: [{ kind: 'none' }, { kind: 'half-answer', ending: 'silence' }],
			crashesAt: [38],
		},
	},
	{
		was: 'lost: what people were told may be a copy turned out to be the file itself',
		schedule: {
			...plain,
			batches: [roots([0, 3]), 'changed since'],
			uploads: [{ kind: 'trickle', ms: 80_000 }, lost(300_000), lost(5_000)],
			atOnce: true,
		},
	},
	{
		// 9701, 5105
		was: 'unknown: a file of the batch before was sent again since nobody had listened, and stood in the way as if it might come twice',
		schedule: {
			...plain,
			batches: [roots([3, 4]), 'same again'],
			uploads: [
				{ kind: 'refused-connection' },
				{ kind: 'none' },
				{ kind: 'half-answer', ending: 'reset' },
				lost('yes'),
			],
			world: { ...asDocumented, lagsMs: [42_000] },
		},
	},
	// 9501, 631
	...(
		[
			['a file and what was there before it', 0, 9],
			['a file', 7, 11],
		] as const
	).map(([what, diskRefusesAt, crashAt]) => ({
		was: `duplicated: the journal told nothing of ${what}, and COR told of it by another name, size and owner`,
		schedule: {
			...plain,
			batches: [roots([0, 3])],
			uploads: [],
			names: 'numbered' as const,
			world: { ...asDocumented, sizes: 'thousands' as const, owners: 'other' as const },
			crashesAt: [crashAt],
			diskRefusesAt,
		},
	})),
	// 2, 101 and the next ones of those in which the disk refuses lines and a process dies
	...(
		[
			['was listed after the next window had looked', 0, [9], null],
			['was listed after the next window had looked', 7, [11], null],
			['was listed after the next window had looked, which died as well', 0, [9, 24], null],
			['was listed after the next window had looked, which died as well', 7, [11, 28], null],
			['was cancelled before COR told who sends, and listed after that', 0, [9], 14],
		] as const
	).map(([what, diskRefusesAt, crashesAt, cancelAt]) => ({
		was: `untrue: a file of which the journal told nothing, the disk refusing it from step ${diskRefusesAt} on, ${what}`,
		schedule: {
			...plain,
			batches: [roots([0, 3], [6, 4]).slice(0, cancelAt === null ? 2 : 1)],
			uploads: [],
			world: { ...asDocumented, lagsMs: [30_000] },
			crashesAt,
			cancelAt,
			diskRefusesAt,
		},
	})),
	{
		// 42, 1626 of the same, with lists that lag
		was: 'duplicated: the journal told nothing of a file nor, in its first life, who sent, and the next window died as well',
		schedule: {
			...plain,
			batches: [roots([0, 3], [6, 4])],
			uploads: [],
			others: [{ kind: 'none' }, { kind: 'half-answer', ending: 'reset' }],
			world: { ...asDocumented, lagsMs: [30_000] },
			crashesAt: [11, 28],
			diskRefusesAt: 7,
		},
	},
	...([0, 3] as const).map(diskRefusesAt => ({
		// drawn for the mutant that believes a journal that lacks lines
		was: `duplicated: what a journal did not tell of, since the disk refused it from step ${diskRefusesAt} on, was sent again`,
		schedule: { ...plain, batches: [roots([0, 3], [3, 4])], uploads: [], crashesAt: [11], diskRefusesAt },
	})),
	{
		// 1301, 9134
		was: "untrue: COR lists every size as 0, and another window's late copy was taken for an empty file of its name",
		schedule: {
			...plain,
			packs: 'untried',
			batches: [roots([0, 0], [0, 0]), roots([0, 0], [0, 1])],
			uploads: [status(500, 30_000), { ...status(429, 'no'), retryAfter: 'hour' }],
			lists: [{ kind: 'late', ms: 10 }],
			world: { ...asDocumented, lagsMs: [0], sizes: 'zero' },
			atOnce: true,
		},
	},
];
