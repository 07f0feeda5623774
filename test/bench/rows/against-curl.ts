import type { HostCost } from '../editor/editor-orders.js';
import { MiB, mebibytes, median, medianCost, milliseconds, ratio, seconds } from '../figures/figures.js';
import { type Contestant, inTurn } from '../figures/in-turn.js';
import { atMost, type Row, type Verdict } from '../figures/row.js';
import { type Ground, inEditor } from '../ground.js';
import type { Cost, Order } from '../order.js';
import { startSink } from '../programs/sink.js';

interface Work {
	readonly name: string;
	readonly order: Order;
	/** CPU at most: so many times that of curl, or so many milliseconds. */
	readonly limit: { readonly timesCurl: number } | { readonly cpuMs: number };
}

const mostStandStillMs = 50;
const mostAdded = 16 * MiB;

/** One file of 1 GiB, plainly and with TLS, and 200 files of 5 MiB, two at a time: the extension host beside curl. */
export async function measureAgainstCurl(ground: Ground, tell: (line: string) => void): Promise<Row> {
	const size = Math.round(1024 * ground.scale) * MiB;
	const count = Math.max(2, Math.round(200 * ground.scale));
	const secure = await startSink(ground.identity);
	try {
		const large = ground.order([ground.file('large.bin', size)]);
		const apiUrl = `https://127.0.0.1:${secure.port}/v1`;
		const several = Array.from({ length: count }, (_, index) => ground.file(`several-${index}.bin`, 5 * MiB));
		const works: readonly Work[] = [
			{ name: `1 file of ${mebibytes(size)}`, order: large, limit: { timesCurl: 2 } },
			{
				name: `1 file of ${mebibytes(size)} with TLS`,
				order: { ...large, apiUrl, ca: ground.identity.ca },
				limit: { timesCurl: 1.5 },
			},
			{ name: `${count} files of 5 MiB`, order: ground.order(several), limit: { cpuMs: 2_500 * ground.scale } },
		];
		const contestants = works.flatMap(({ name, order }): Contestant<Cost>[] => [
			{ name: `${name}, curl`, rounds: ground.rounds, run: () => ground.inNode('curl', order) },
			{ name: `${name}, ${inEditor}`, rounds: ground.rounds, run: () => ground.inEditor(order) },
		]);
		const results = await inTurn(contestants, tell);
		const told = works.map(work => {
			const ours = (results.get(`${work.name}, ${inEditor}`) ?? []) as HostCost[];
			return {
				...work,
				curl: medianCost(results.get(`${work.name}, curl`) ?? []),
				ours: medianCost(ours),
				standStillMs: median(ours.map(({ blocks }) => blocks.longestMs)),
			};
		});
		return {
			work: 'large files, the editor beside curl, loopback',
			verdicts: told.flatMap(verdictsOn),
			tables: [
				{
					caption: `Sent to the sink, medians of ${ground.rounds} rounds`,
					head: ['Work', 'Way', 'Time', 'CPU', '× curl', 'Memory added', 'Longest stand-still'],
					lines: told.flatMap(({ name, curl, ours, standStillMs }) => [
						[name, 'curl', seconds(curl.wallMs), seconds(curl.cpuMs), '1.00 ×', mebibytes(curl.addedBytes), '–'],
						[
							name,
							inEditor,
							seconds(ours.wallMs),
							seconds(ours.cpuMs),
							ratio(ours.cpuMs, curl.cpuMs),
							mebibytes(ours.addedBytes),
							milliseconds(standStillMs),
						],
					]),
				},
			],
		};
	} finally {
		await secure.stop();
	}
}

function verdictsOn(
	told: Work & { readonly curl: Cost; readonly ours: Cost; readonly standStillMs: number },
): Verdict[] {
	const { name, limit, curl, ours, standStillMs } = told;
	return [
		'cpuMs' in limit
			? atMost(`${name}: CPU (curl ${seconds(curl.cpuMs)})`, ours.cpuMs, limit.cpuMs, seconds, eachFile)
			: atMost(
					`${name}: CPU, against ${limit.timesCurl} × curl`,
					ours.cpuMs,
					limit.timesCurl * curl.cpuMs,
					seconds,
					ownWork,
				),
		atMost(`${name}: longest stand-still of the host`, standStillMs, mostStandStillMs, milliseconds, byTheClock),
		atMost(`${name}: memory added`, ours.addedBytes, mostAdded, mebibytes),
	];
}

const ownWork =
	'Besides reading and writing, which is what curl does, every byte is authenticated, so that a change meanwhile is known.';
const eachFile =
	'The bytes are not what it is: 1 GiB in one file costs what the row above says, and SHA-256, which files of up to 64 MiB get, 0.7 s for 1,000 MiB (`createHash` in pieces of 512 KiB, on the processor of 2026-11). The rest is by the file: a request of the editor’s `fetch`, two lines in the journal that are on the disk before it goes on, and a claim.';
const byTheClock =
	'By the clock, so it holds what the machine does beside it, garbage that is collected, and what the editor does in this process: `findCandidatePorts`, seen in a CPU profile of the host while it sent 10,000 files, starts a program to look for open ports.';
