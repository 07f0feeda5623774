/** A text for people that is told in sections, before it has a form. */
export interface Report {
	readonly title: string;
	/** What matters, in a sentence or two. */
	readonly summary: string;
	readonly sections: readonly ReportSection[];
}

export interface ReportSection {
	readonly heading: string;
	readonly lines: readonly ReportLine[];
}

export interface ReportLine {
	readonly label: string;
	/** In our words. */
	readonly text?: string;
	/** Verbatim: values, and what others say. */
	readonly code?: readonly string[];
}

/** The report in Markdown that reads well as it is written, since that is how it is copied. */
export function toMarkdown({ title, summary, sections }: Report): string {
	const parts = sections.map(({ heading, lines }) => `## ${heading}\n\n${lines.map(toItem).join('\n')}`);
	return `${[`# ${title}`, `**${summary}**`, ...parts].join('\n\n')}\n`;
}

function toItem({ label, text, code = [] }: ReportLine): string {
	const said = [...(text === undefined ? [] : [text]), ...code.map(codeSpan)];
	return `- ${label}: ${said.join(' ')}`;
}

/** Foreign text in Markdown: in a code span nothing has an effect. It ends at as many ticks as it began with (CommonMark §6.1). */
export function codeSpan(value: string): string {
	const clean = value.replace(/\s+/g, ' ').trim();
	const ticks = '`'.repeat(Math.max(0, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
	const gap = ticks.length > 1 || clean === '' ? ' ' : '';
	return `${ticks}${gap}${clean}${gap}${ticks}`;
}
