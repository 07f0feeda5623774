/*
 * Patterns as VS Code's Explorer reads them in `files.exclude`. No package does the same: they support more (`!`,
 * `+(x)`, `{1..3}`, `\*`, `{a,{b,c}}`), and their `*` skips names that start with a dot. Unclosed braces are read like
 * the editor reads them, too; a test draws random patterns and compares.
 */

const separator = '[/\\\\]';
const inName = '[^/\\\\]';

/** The expression for paths that match, relative to where the pattern applies; `undefined` if nothing can match. */
export function globExpression(pattern: string): RegExp | undefined {
	const trimmed = pattern.trim();
	try {
		return trimmed === '' ? undefined : new RegExp(`^${sourceOf(trimmed)}$`);
	} catch {
		return undefined; // a range such as [z-a]
	}
}

function sourceOf(pattern: string): string {
	const segments = split(pattern, '/');
	if (pattern !== '' && segments.every(segment => segment === '**')) {
		return '.*';
	}
	return segments
		.map((segment, index) => {
			const isLast = index === segments.length - 1;
			if (segment === '**') {
				return segments[index - 1] === '**' ? '' : folders(isLast);
			}
			const isBeforeLastFolders = index === segments.length - 2 && segments[index + 1] === '**';
			return namesOf(segment) + (isLast || isBeforeLastFolders ? '' : separator);
		})
		.join('');
}

/** Any number of folders. At the end of a pattern also everything in them. */
function folders(isLast: boolean): string {
	return isLast ? `(?:${separator}|${inName}+${separator}|${separator}${inName}+)*?` : `(?:[^]*${separator})?`;
}

/** The expression for the text between two slashes. An unclosed brace or bracket ends it. */
function namesOf(segment: string): string {
	let source = '';
	for (let at = 0; at < segment.length; at += 1) {
		const char = segment.charAt(at);
		if (char === '{') {
			const end = segment.indexOf('}', at);
			if (end < 0) {
				return source;
			}
			const choices = split(segment.slice(at + 1, end), ',');
			source += `(?:${choices.map(sourceOf).join('|')})`;
			at = end;
		} else if (char === '[') {
			let range = '';
			for (at += 1; at < segment.length && (segment[at] !== ']' || range === ''); at += 1) {
				range += rangeOf(segment.charAt(at), range === '');
			}
			if (at === segment.length) {
				return source;
			}
			source += `[${range}]`;
		} else if (char === ']') {
			source += '[]'; // closes nothing and matches nothing
		} else if (char === '*') {
			source += `${inName}*?`;
		} else if (char === '?') {
			source += inName;
		} else if (char !== '}') {
			source += escaped(char);
		}
	}
	return source;
}

function rangeOf(char: string, isFirst: boolean): string {
	if (isFirst && (char === '!' || char === '^')) {
		return '^';
	}
	return char === '/' ? '' : escaped(char);
}

function escaped(text: string): string {
	return text.replace(/[\\{}*+?|^$.[\]()]/g, '\\$&');
}

/** Splits a pattern at commas or slashes, except inside braces and brackets. Ignores an empty last part. */
function split(pattern: string, by: string): string[] {
	const parts: string[] = [];
	let part = '';
	let isInBraces = false;
	let isInBrackets = false;
	for (const char of pattern) {
		if (char === by && !isInBraces && !isInBrackets) {
			parts.push(part);
			part = '';
			continue;
		}
		if (char === '{' || char === '}') {
			isInBraces = char === '{';
		} else if (char === '[' || char === ']') {
			isInBrackets = char === '[';
		}
		part += char;
	}
	return part === '' ? parts : [...parts, part];
}
