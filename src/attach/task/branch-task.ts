/** Why the pattern in the settings isn't used. The editor shows the reason. */
export type RefusedPattern = 'invalid' | 'too-slow';

interface BranchReading {
	/** The task number in the branch name, if there is one. */
	readonly taskId?: number;
	/** Set if the person's pattern can't be used. The built-in forms were used instead. */
	readonly refusedPattern?: RefusedPattern;
}

/** Result of a pattern: the whole match and its groups. */
export type Match =
	| { readonly status: 'found'; readonly groups: readonly (string | undefined)[] }
	| { readonly status: 'nothing' }
	| { readonly status: RefusedPattern };

/** Runs a person's pattern with a time limit. */
type Matcher = (pattern: string, text: string) => Promise<Match>;

const maxBranchLength = 255; // Git stores a branch name as a file name, so it can't be longer

/**
 * Reads the task number from a branch name. With a `pattern`, only the pattern decides: the number is its first group
 * that took part, else the whole match. Without one, the first of these forms wins: after a COR prefix (`COR-123`,
 * `task/123`), `#123`, at the start of a part (`feature/123-title`), any other number of at least three digits
 * (`login-4101`). Only with a COR prefix may the number look like a year, a date, a version, another tracker's key or a
 * pull request.
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

// Each match becomes a word, so the text around it still has its neighbour.
const otherNumbers = [
	/(?<!\d)(?:19|20)\d\d[-_.](?:0?[1-9]|1[0-2])(?:[-_.]\d{1,2})?(?!\d)/g, // 2026-11-24
	/(?<!\d)\d{1,2}[-_.]\d{1,2}[-_.](?:19|20)?\d\d(?!\d)/g, // 24-11-2026
	/(?<![\p{L}\p{N}])v?\d+(?:\.\d+)+/giu, // v1.20.3
	/(?<![\p{L}\p{N}])(?:releases?|versions?|sprints?|pulls?|prs?|mrs?|gh|issues?|v|q)[-_/]?\d+/giu,
	/(?<![\p{L}\p{N}])[A-Z][A-Z0-9]+-\d+/gu, // another tracker's key
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
