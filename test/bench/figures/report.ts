import type { Row, Table, Verdict } from './row.js';

const intro = [
	'# Benchmarks',
	'',
	'What it costs to attach files with this extension, in a real VS Code, beside `curl` and what else people would use.',
	'',
	'**What is measured.** How long somebody waits: from a click to the question for the task, and on to the review. What sending',
	'costs: time, processor, memory, and how long the extension host, which all extensions share, stands still. Everybody takes',
	'part in turn, several rounds, each in a process of its own on the same Node; what is said to be in the editor goes through the',
	'command `corAttachments.attach`, and what is said to be painted is seen in its page. Figures are medians.',
	'',
	'**How to repeat it.** `npm run bench` measures all in one run and writes this file; nothing else should run on the machine.',
	'`npm run bench -- --only choose,line` measures some rows, `--scale 0.1` a tenth of each. What is not noisy is tested with every',
	'change (`npm run test:bench`, and the editor suite).',
];

const ground = [
	'Servers: a sink that counts bytes (the limit), and the sandbox, which parses, hashes and keeps (the whole path). The line is a',
	'relay of ours, 20 ms each way and 100 Mbit/s, with TLS through it; `test/faults/wire/relay.test.ts` holds it to arithmetic. Memory is',
	'the peak of the resident set over what it was before, as the kernel tells it.',
];

/** The rows as Markdown: the targets with the figures beside them, what was missed and why, then each row's tables. */
export function report(rows: readonly Row[], facts: readonly string[]): string {
	const verdicts = rows.flatMap(({ work, verdicts: own }) => own.map(verdict => ({ work, verdict })));
	const headlines = verdicts.filter(({ verdict }) => verdict.isHeadline);
	const missed = verdicts.filter(({ verdict }) => !verdict.isMet);
	return [
		...intro,
		'',
		'## The figures that matter most',
		'',
		...headlines.map(
			({ work, verdict }) => `- ${work}, ${verdict.what}: **${verdict.figure}** (target ${verdict.target})`,
		),
		'',
		'## The machine',
		'',
		...facts.map(fact => `- ${fact}`),
		'',
		...ground,
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
