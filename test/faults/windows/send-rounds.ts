import assert from 'node:assert/strict';
import path from 'node:path';
import { seeded } from '../../attach/kit/seeded.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import type { Mishap, ResettingLine } from './resetting-line.js';
import { type Judgement, judge, type Said, type WindowName, windows, writeTwins } from './twin-files.js';

export const taskId = 4101;

interface Rounds {
	readonly rounds: number;
	/** Has a folder for each window. */
	readonly folder: string;
	readonly sandbox: Sandbox;
	readonly line: ResettingLine;
	/** Whether a window's patience is shorter than another one's answers may take: then more may be unclear than need be. */
	readonly isHurried: boolean;
	/** Has a window send files; resolves with what it says of each. */
	send(window: WindowName, paths: readonly string[]): Promise<readonly Said[]>;
}

/** Has both windows send at the same time, round after round, and holds what they say against what COR has. */
export async function sendRounds({ rounds, folder, sandbox, line, isHurried, send }: Rounds): Promise<void> {
	const judged: Judgement[] = [];
	for (let round = 1; round <= rounds; round += 1) {
		const twins = windows.map(window => writeTwins(path.join(folder, window), window, round, 6 + (round % 5)));
		const sent = await Promise.all(twins.map(async files => ({ files, said: await send(files.window, files.paths) })));
		await sandbox.settled();
		judged.push(judge(sent, sandbox.attachments(taskId), line.uploads));
	}
	const sum = (of: 'files' | 'unclear' | 'failed') => judged.reduce((total, each) => total + each[of], 0);
	const [files, unclear] = [sum('files'), sum('unclear')];
	const share = ((100 * unclear) / files).toFixed(1);
	const count = (of: Mishap) => line.uploads.filter(({ mishap }) => mishap === of).length;
	const [before, after] = [count('reset-before'), count('reset-after')];
	console.log(
		`      ${rounds} rounds, ${files} files: ${unclear} unclear (${share} %), ${sum('failed')} failed; ` +
			`${line.uploads.length} uploads, ${before} reset before COR had them, ${after} after`,
	);

	assert.deepEqual(
		judged.flatMap(({ violations }) => violations),
		[],
	);
	if (!isHurried) {
		assert.deepEqual(
			judged.flatMap(({ unclearWithoutNeed }) => unclearWithoutNeed),
			[],
		);
	}
	assert.deepEqual(sandbox.complaints, []);
	assert.ok(before > 0 && after > 0);
}

/** A third of the uploads are reset, half of those after COR has stored them. */
export function mishaps(): () => Mishap {
	const draw = seeded(3);
	const ofSix = ['reset-before', 'reset-after', 'none', 'none', 'none', 'none'] as const;
	return () => ofSix[draw.below(ofSix.length)] ?? 'none';
}
