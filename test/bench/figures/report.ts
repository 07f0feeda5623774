import type { Row, Table, Verdict } from './row.js';

const intro = [
	'# Benchmarks',
	'',
	'`npm run bench` measures all of this in one run and writes this file: everybody in turn, several rounds, each in a process',
	'of its own on the same Node, and our client in a real VS Code besides, through the command `corAttachments.attach`. Nothing',
	'else should run on the machine. `npm run bench -- --only large,line` measures some rows, `--scale 0.1` a tenth of each.',
	'',
	'Servers: a sink that counts bytes (the limit), and the sandbox, which parses, hashes and keeps (the whole path). The line is a',
	'relay of ours, 20 ms each way and 100 Mbit/s, with TLS through it; `test/faults/wire/relay.test.ts` holds it to arithmetic. Memory is',
	'the peak of the resident set over what it was before, as the kernel tells it. What is not noisy is tested with every change',
	'(`npm run test:bench`).',
];

/** The rows as Markdown: the targets with the figures beside them, what was missed and why, then each row's tables. */
export function report(rows: readonly Row[], facts: readonly string[]): string {
	const verdicts = rows.flatMap(({ work, verdicts: own }) => own.map(verdict => ({ work, verdict })));
	const missed = verdicts.filter(({ verdict }) => !verdict.isMet);
	return [
		...intro,
		'',
		...facts.map(fact => `- ${fact}`),
		'',
		'## Targets',
		'',
		...tableLines({
			head: ['Work', 'What', 'Target', 'Figure', ''],
			lines: verdicts.map(({ work, verdict }) => verdictLine(work, verdict)),
		}),
		'',
		missed.length === 0 ? 'Every target is met.' : `Missed: ${missed.length}.`,
		...missed.map(({ work, verdict }) => `- **${work}, ${verdict.what}**: ${verdict.reason ?? 'why is not known.'}`),
		'',
		'## Figures',
		...rows.flatMap(({ tables }) => tables).flatMap(table => ['', `**${table.caption}**`, '', ...tableLines(table)]),
		'',
	].join('\n');
}

function verdictLine(work: string, { what, target, figure, isMet }: Verdict): string[] {
	return [work, what, target, figure, isMet ? 'met' : '**missed**'];
}

function tableLines({ head, lines }: Pick<Table, 'head' | 'lines'>): string[] {
	return [head, head.map(() => '---'), ...lines].map(cells => `| ${cells.join(' | ')} |`);
}
