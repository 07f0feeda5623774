import { codeSpan } from '../../attach/text/markdown.js';

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
