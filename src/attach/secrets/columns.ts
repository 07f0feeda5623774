import { isSecretPassword, variableRuleEnd } from './variables.js';

const passwordColumn =
	/^(?:[\w ]{1,20}[ _-])?(?:passw(?:or[dt]|d)|pwd|contrase(?:\xc3\xb1|\xf1|n)as?|claves?|senhas?)(?:[ _-][\w ]{1,20})?$/i;

const mayBeHeading = /passw|pwd|contrase|clave|senha/i;

/** Lines that are checked: enough for a table that people wrote. */
const mostLines = 2_000;

/** Characters of a line that are checked: tables that people write have short lines. */
const longestLine = 400;

/** Lines checked below a heading, including Markdown's line of dashes. */
const below = 4;

/**
 * Finds a column of passwords in a CSV or Markdown table: a heading that says so, with a password in one of the next
 * lines.
 */
export function findColumn(text: string): string | undefined {
	const lines = text.split('\n', mostLines);
	const hasColumn = lines.some(
		(line, index) =>
			mayBeHeading.test(line) && hasPassword(line.slice(0, longestLine), lines.slice(index + 1, index + 1 + below)),
	);
	return hasColumn ? `password${variableRuleEnd}` : undefined;
}

function hasPassword(heading: string, rows: readonly string[]): boolean {
	// Lines of source code contain brackets or operators, so they aren't headings.
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

/** The cells of a line, trimmed, without quotes and emphasis marks. */
function cellsOf(line: string, separator: string): readonly string[] {
	return line.split(separator).map(cell => cell.trim().replace(/^["'`*]{1,2}|["'`*]{1,2}$/g, ''));
}
