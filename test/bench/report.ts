import type { Row, Table, Verdict } from './row.js';

/** The rows as Markdown: the targets with the figures beside them, what was missed and why, then each row's tables. */
export function report(rows: readonly Row[], facts: readonly string[]): string {
	const verdicts = rows.flatMap(({ work, verdicts: own }) => own.map(verdict => ({ work, verdict })));
	const missed = verdicts.filter(({ verdict }) => !verdict.isMet);
	return [
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
