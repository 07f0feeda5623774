import fc from 'fast-check';
import { type PlannedFile, planFiles } from '../../../src/attach/plan/plan.js';
import type { Variants } from '../../sandbox/variants.js';
import { type RequestFault, readFault, uploadFault } from './request-faults.js';

/** Everything that is drawn for one run: what is sent, and which faults are injected. Plain data, so that it can be kept as a regression. */
export interface Schedule {
	/** What is on the task before. */
	readonly prior: readonly DrawnPrior[];
	/** Batches, sent one after another. */
	readonly batches: readonly DrawnBatch[];
	/** The faults of the uploads, the lists and the rest, in the order in which the requests come; later requests have none. */
	readonly uploads: readonly RequestFault[];
	readonly lists: readonly RequestFault[];
	readonly others: readonly RequestFault[];
	/** Another person's equal file, beside the upload with this number. */
	readonly twins: readonly { readonly upload: number; readonly when: 'before' | 'after' }[];
	/** The batch is cancelled at this step, counted over the whole schedule; steps are what can be seen from outside. */
	readonly cancelAt: number | null;
	/** The process dies at these steps. */
	readonly crashesAt: readonly number[];
	/** How much of the last line of its journal a dying process had written, from 0 to 1. */
	readonly torn: number;
	/** When the list was read with which a batch begins: by the batch itself, before it, or before all of them. */
	readonly listRead?: 'by-batch' | 'before-batch' | 'before-all';
	/** How COR gives names back. */
	readonly names: 'as-sent' | 'NFC' | 'NFD' | 'ascii' | 'numbered';
	readonly numbers: 'numbers' | 'strings';
	/** What COR does with several files in one request. */
	readonly several: Variants['severalFiles'];
	/**
	 * Whether COR keeps a file as soon as its part is there, though the request never comes to its end. Over sockets it never
	 * does: when a server hears that a caller left is nothing that virtual time can wait for.
	 */
	readonly keepsParts: boolean;
	/** Whether files travel together, and whether COR was seen before to tell of each of several. */
	readonly packs: 'never' | 'untried' | 'earned';
	readonly concurrency: number;
	/** Whether somebody gives another credential when COR refuses the one at hand. */
	readonly credentialsGiven: number;
	/** How COR's lists and ids are, where they are not as documented; in memory alone. */
	readonly world?: World;
	/** Whether two batches are sent at the same time, by two windows. */
	readonly atOnce?: boolean;
	/** From this step on the disk takes nothing until the next process; then there is one batch alone. */
	readonly diskRefusesAt?: number | null;
	/** Feeds what is random in the code under test. */
	readonly random: number;
}

/** How COR's lists and ids are. */
export interface World {
	/** How long after it is stored an attachment is listed, in milliseconds: of each in turn. */
	readonly lagsMs: readonly number[];
	/** How lists tell a size: as text, in thousands, rounded to ten, as 0, or not. */
	readonly sizes: 'bytes' | 'text' | 'thousands' | 'rounded' | 'zero' | 'missing';
	/** Whom lists name: the person as `/me` does, by another number, or nobody. */
	readonly owners: 'same' | 'other' | 'missing';
	/** Whether lists tell of current versions. */
	readonly versions: 'told' | 'silent';
	readonly ids: 'growing' | 'in-no-order';
}

export const longestLagMs = 60_000;

export const asDocumented: World = { lagsMs: [], sizes: 'bytes', owners: 'same', versions: 'told', ids: 'growing' };

interface DrawnPrior {
	readonly name: number;
	readonly contents: number;
	readonly byUs: boolean;
	/** How many versions there are beside the root. */
	readonly versions: number;
}

interface DrawnFile {
	readonly name: number;
	readonly folder: number;
	readonly contents: number;
	/** Which of the prior attachments it is a new version of, or that it is none. */
	readonly parent: number | null;
}

/** `changed since`: the files of the batch before, with other bytes, as many, where there are such. */
type DrawnBatch = readonly DrawnFile[] | 'same again' | 'changed since';

const names = [
	'informe.pdf',
	'dise\u00f1o.png',
	'dise_o.png',
	'disen\u0303o 2.png',
	'A\u00f1o "final".txt',
	'\u56fe.png',
	'a.txt',
	'\ud83d\ude00.bin',
	'x (1).txt',
	'LEEME',
] as const;

// Few, so that equal ones meet: of the same size as well as of the same bytes.
const contents = [
	Buffer.alloc(0),
	Buffer.from('a'),
	Buffer.from('b'),
	Buffer.alloc(5_000, 'x'),
	Buffer.alloc(5_000, 'y'),
	Buffer.alloc(40_000, 'z'),
] as const;

/** Other contents of the same size, where there are some. */
function asLargeAs(index: number): number {
	const others = [...contents.keys()].filter(other => other !== index);
	return others.find(other => contentsOf(other).length === contentsOf(index).length) ?? index;
}

export function nameOf(index: number): string {
	return names[index % names.length] ?? '';
}

export function contentsOf(index: number): Buffer {
	return contents[index % contents.length] ?? Buffer.alloc(0);
}

/** A file of a batch, with its bytes. */
export interface BatchFile {
	readonly planned: PlannedFile;
	readonly bytes: Buffer;
}

/** The files of batch `index`. `parentIds` are the ids of the prior attachments. */
export function filesOfBatch(schedule: Schedule, index: number, parentIds: readonly number[]): BatchFile[] {
	const batch = schedule.batches[index];
	const source = typeof batch === 'string' ? index - 1 : index;
	const files = drawnFiles(schedule, index);
	const planned = planFiles(
		files.map((file, position) => {
			const parentId = file.parent === null ? undefined : parentIds[file.parent % parentIds.length];
			const relativePath = file.folder === 0 ? nameOf(file.name) : `${file.folder}/${nameOf(file.name)}`;
			return {
				uri: `file:///w/${source}/${position}/${encodeURIComponent(relativePath)}`,
				relativePath,
				size: contentsOf(file.contents).length,
				...(parentId !== undefined && { parentId }),
			};
		}),
	);
	return planned.map((file, position) => ({
		planned: file,
		bytes: contentsOf(files[position]?.contents ?? 0),
	}));
}

function drawnFiles({ batches }: Schedule, index: number): readonly DrawnFile[] {
	const batch = batches[index] ?? [];
	if (typeof batch !== 'string') {
		return batch;
	}
	const before = drawnFiles({ batches } as Schedule, index - 1);
	return batch === 'same again' ? before : before.map(file => ({ ...file, contents: asLargeAs(file.contents) }));
}

const drawnFile: fc.Arbitrary<DrawnFile> = fc.record({
	name: fc.nat(names.length - 1),
	folder: fc.nat(2),
	contents: fc.nat(contents.length - 1),
	parent: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(3) }),
});

const files = fc.array(drawnFile, { minLength: 1, maxLength: 6 });

const world: fc.Arbitrary<World> = fc.record({
	lagsMs: fc.oneof(
		{ weight: 2, arbitrary: fc.constant([]) },
		{
			weight: 3,
			arbitrary: fc.array(
				fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 5_000, max: longestLagMs })),
				{ minLength: 1, maxLength: 4 },
			),
		},
	),
	sizes: fc.oneof(
		{ weight: 3, arbitrary: fc.constant('bytes' as const) },
		{
			weight: 2,
			arbitrary: fc.constantFrom(
				'text' as const,
				'thousands' as const,
				'rounded' as const,
				'zero' as const,
				'missing' as const,
			),
		},
	),
	owners: fc.constantFrom('same' as const, 'same' as const, 'other' as const, 'missing' as const),
	versions: fc.constantFrom('told' as const, 'told' as const, 'silent' as const),
	ids: fc.constantFrom('growing' as const, 'in-no-order' as const),
});

/** Draws schedules. */
export const schedules: fc.Arbitrary<Schedule> = fc
	.record<Schedule>({
		prior: fc.array(
			fc.record({
				name: fc.nat(names.length - 1),
				contents: fc.nat(contents.length - 1),
				byUs: fc.boolean(),
				versions: fc.nat(2),
			}),
			{ maxLength: 3 },
		),
		batches: fc.oneof(
			{ weight: 5, arbitrary: fc.tuple(files) },
			{
				weight: 1,
				arbitrary: fc.tuple(
					files,
					fc.oneof(files, fc.constant('same again' as const), fc.constant('changed since' as const)),
				),
			},
		),
		uploads: fc.array(uploadFault, { maxLength: 10 }),
		lists: fc.oneof(
			{ weight: 2, arbitrary: fc.constant([]) },
			{ weight: 1, arbitrary: fc.array(readFault, { maxLength: 10 }) },
		),
		others: fc.oneof(
			{ weight: 2, arbitrary: fc.constant([]) },
			{ weight: 1, arbitrary: fc.array(readFault, { maxLength: 4 }) },
		),
		twins: fc.oneof(
			{ weight: 2, arbitrary: fc.constant([]) },
			{
				weight: 1,
				arbitrary: fc.array(
					fc.record({ upload: fc.nat(7), when: fc.constantFrom('before' as const, 'after' as const) }),
					{ maxLength: 3 },
				),
			},
		),
		cancelAt: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(60) }),
		crashesAt: fc.oneof(
			{ weight: 2, arbitrary: fc.constant([]) },
			{ weight: 1, arbitrary: fc.array(fc.nat(60), { minLength: 1, maxLength: 2 }) },
		),
		torn: fc.constantFrom(0, 0.5, 1),
		listRead: fc.constantFrom('by-batch' as const, 'before-batch' as const, 'before-all' as const),
		names: fc.oneof(
			{ weight: 4, arbitrary: fc.constant('as-sent' as const) },
			{ weight: 3, arbitrary: fc.constantFrom('NFC' as const, 'NFD' as const) },
			{ weight: 2, arbitrary: fc.constantFrom('ascii' as const, 'numbered' as const) },
		),
		numbers: fc.constantFrom('numbers' as const, 'strings' as const),
		several: fc.oneof(
			{ weight: 4, arbitrary: fc.constant('each' as const) },
			{
				weight: 2,
				arbitrary: fc.constantFrom(
					'first' as const,
					'tells-first' as const,
					'refused-400' as const,
					'refused-417' as const,
					'fails-500' as const,
				),
			},
		),
		keepsParts: fc.boolean(),
		packs: fc.constantFrom('never' as const, 'untried' as const, 'earned' as const, 'earned' as const),
		concurrency: fc.integer({ min: 1, max: 3 }),
		credentialsGiven: fc.nat(2),
		world: fc.oneof({ weight: 1, arbitrary: fc.constant(asDocumented) }, { weight: 1, arbitrary: world }),
		atOnce: fc.oneof({ weight: 2, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
		diskRefusesAt: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(40) }),
		random: fc.nat(),
	})
	.map(schedule =>
		schedule.diskRefusesAt === null ? schedule : { ...schedule, batches: schedule.batches.slice(0, 1) },
	);
