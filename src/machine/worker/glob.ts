/*
 * Patterns as the explorer of VS Code reads them in `files.exclude`. No package does: they all know more than the editor
 * (`!`, `+(x)`, `{1..3}`, `\*`, `{a,{b,c}}`) and hide names that begin with a dot from `*`. Even what is never closed means
 * here what it means there; a test draws patterns and asks the editor.
 */

const separator = '[/\\\\]';
const inName = '[^/\\\\]';

/** What matches the paths that the pattern does, from where the pattern counts; `undefined` for what matches none. */
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

/** Any number of folders; as the last of a pattern, all that is in them too. */
function folders(isLast: boolean): string {
	return isLast ? `(?:${separator}|${inName}+${separator}|${separator}${inName}+)*?` : `(?:[^]*${separator})?`;
}

/** What a pattern says between two slashes. Braces or brackets that are not closed end it. */
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
			source += '[]'; // closes nothing, and matches nothing
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

/** The parts of a pattern between commas or slashes, but for those in braces and brackets; an empty one at the end is none. */
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
