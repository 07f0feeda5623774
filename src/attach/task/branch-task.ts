/** Why the pattern of the settings is not used; the editor puts it into words. */
export type RefusedPattern = 'invalid' | 'too-slow';

interface BranchReading {
	/** The task that the branch names; left out where it names none. */
	readonly taskId?: number;
	/** Set where a pattern was given that cannot be used: the common forms count then. */
	readonly refusedPattern?: RefusedPattern;
}

/** What a pattern finds in a text: the whole and its groups. */
export type Match =
	| { readonly status: 'found'; readonly groups: readonly (string | undefined)[] }
	| { readonly status: 'nothing' }
	| { readonly status: RefusedPattern };

/** Runs a person's own pattern, and gives up on one that takes long. */
type Matcher = (pattern: string, text: string) => Promise<Match>;

const maxBranchLength = 255; // what Git can store as one file name

/**
 * The task that a branch names. An own `pattern` decides alone: its first group that took part, else the whole match, has
 * to be the number. Else the common forms, the surest first: behind a COR prefix (`COR-123`, `task/123`), `#123`, at the
 * beginning of a part (`feature/123-title`), and at last any free number of three digits or more (`login-4101`). Only
 * the first of several counts. Numbers that look like a year, a date or a version, and those that another tracker's key
 * or a pull request is made of, count with a COR prefix only.
 */
export async function readBranchTask(branch: string, pattern: string, match: Matcher): Promise<BranchReading> {
	const name = branch.slice(0, maxBranchLength);
	if (pattern === '') {
		return reading(commonForm(name));
	}
	const found = await match(pattern, name);
	switch (found.status) {
		case 'found':
			return reading(found.groups.slice(1).find(group => group !== undefined) ?? found.groups[0]);
		case 'nothing':
			return {};
		default:
			return { ...reading(commonForm(name)), refusedPattern: found.status };
	}
}

const corPrefix = /(?<![\p{L}\p{N}])(?:cor|tasks?|tareas?|tarefas?)[-_/:.\s]?#?(\d+)(?![\p{L}\p{N}]|\.\d)/iu;
const hash = /#(\d+)(?![\p{L}\p{N}]|\.\d)/u;
const partStart = /(?:^|\/)([1-9]\d*)(?=$|[-_/\s])/g;
const free = /(?<=[-_\s(])([1-9]\d{2,})(?=$|[-_/\s)])/g;

function commonForm(branch: string): string | undefined {
	const sure = corPrefix.exec(branch) ?? hash.exec(branch);
	if (sure) {
		return sure[1];
	}
	const plain = withoutOtherNumbers(branch);
	const numbers = [...plain.matchAll(partStart), ...plain.matchAll(free)].map(([, digits]) => digits ?? '');
	return numbers.find(digits => !isYearOrDate(digits));
}

// Each becomes a word, so that what stands beside it keeps its place.
const otherNumbers = [
	/(?<!\d)(?:19|20)\d\d[-_.](?:0?[1-9]|1[0-2])(?:[-_.]\d{1,2})?(?!\d)/g, // 2026-11-24
	/(?<!\d)\d{1,2}[-_.]\d{1,2}[-_.](?:19|20)?\d\d(?!\d)/g, // 24-11-2026
	/(?<![\p{L}\p{N}])v?\d+(?:\.\d+)+/giu, // v1.20.3
	/(?<![\p{L}\p{N}])(?:releases?|versions?|sprints?|pulls?|prs?|mrs?|gh|issues?|v|q)[-_/]?\d+/giu,
	/(?<![\p{L}\p{N}])[A-Z][A-Z0-9]+-\d+/gu, // a key of another tracker
];

function withoutOtherNumbers(branch: string): string {
	return otherNumbers.reduce((text, other) => text.replace(other, 'x'), branch);
}

function isYearOrDate(digits: string): boolean {
	return /^(?:19|20)\d\d$/.test(digits) || /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])$/.test(digits);
}

function reading(digits: string | undefined): BranchReading {
	const taskId = /^#?\d+$/.test(digits ?? '') ? Number(digits?.replace('#', '')) : 0;
	return Number.isSafeInteger(taskId) && taskId > 0 ? { taskId } : {};
}
