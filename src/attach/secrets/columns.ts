import { isSecretPassword, variableRuleEnd } from './variables.js';

const passwordColumn =
	/^(?:[\w ]{1,20}[ _-])?(?:passw(?:or[dt]|d)|pwd|contrase(?:\xc3\xb1|\xf1|n)as?|claves?|senhas?)(?:[ _-][\w ]{1,20})?$/i;

const mayBeHeading = /passw|pwd|contrase|clave|senha/i;

/** How many lines are looked at: enough for a table that people wrote. */
const mostLines = 2_000;

/** How much of a line is looked at, in characters: those of people's tables are short. */
const longestLine = 400;

/** How many lines below a heading are looked at, the rule of dashes of Markdown among them. */
const below = 4;

/** The rule of the first column of passwords in a table, as CSV or as Markdown: its heading says it, a line below has one. */
export function findColumn(text: string): string | undefined {
	const lines = text.split('\n', mostLines);
	const hasColumn = lines.some(
		(line, index) =>
			mayBeHeading.test(line) && hasPassword(line.slice(0, longestLine), lines.slice(index + 1, index + 1 + below)),
	);
	return hasColumn ? `password${variableRuleEnd}` : undefined;
}

function hasPassword(heading: string, rows: readonly string[]): boolean {
	// Lines of programs have brackets, and signs between their words.
	const separator = /[(){}[\]<>=:]/.test(heading) ? undefined : /[,;\t|]/.exec(heading)?.[0];
	if (separator === undefined) {
		return false;
	}
	const names = cellsOf(heading, separator);
	const isList = separator !== '|' && names.includes('');
	const at = isList ? -1 : names.findIndex(name => passwordColumn.test(name));
	return (
		at >= 0 &&
		rows.some(row => {
			const cells = cellsOf(row.slice(0, longestLine), separator);
			return (
				cells.length === names.length && /^[^\s()]{8,}$/.test(cells[at] ?? '') && isSecretPassword(cells[at] ?? '')
			);
		})
	);
}

/** The cells of a line, without the quotes and marks around what stands in them. */
function cellsOf(line: string, separator: string): readonly string[] {
	return line.split(separator).map(cell => cell.trim().replace(/^["'`*]{1,2}|["'`*]{1,2}$/g, ''));
}
