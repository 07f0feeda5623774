/** A task that somebody named, and where its page was if they pasted an address. */
export interface TaskRef {
	readonly id: number;
	/** Address of the tenant's task pages without `/{id}`, e.g. `https://acme.cor.works/tasks`. */
	readonly pages?: string;
}

/** Why a text names no task. The editor shows the reason. */
export type NotATask = 'empty' | 'not-a-number' | 'project-address' | 'other-host' | 'no-task-in-address';

type TaskRefReading =
	| { readonly status: 'task'; readonly ref: TaskRef }
	| { readonly status: 'not-a-task'; readonly why: NotATask };

const bare = /^#?(\d+)$/;
const inPath = /^(.*\/tasks?)\/(\d+)(?:\/|$)/;
const looksLikeAddress = /^[a-z][a-z0-9+.-]*:|^[a-z0-9-]+(\.[a-z0-9-]+)+(\/|$)/i;
// Query and hash keys that COR's own addresses use (cor-api §4.4).
const keys = ['task', 'task_id', 'taskId', 'task_log_id'];

/**
 * Reads what people type or paste: `123`, `#123` or the address of a task. An address is searched in this order: its
 * path, a path in its hash, keys in its query, keys in its hash (cor-api §4.4).
 * @param isCorWeb whether COR's pages can be at this address
 */
export function readTaskRef(input: string, isCorWeb: (url: URL) => boolean): TaskRefReading {
	const text = input.trim();
	if (text === '') {
		return notATask('empty');
	}
	const typed = bare.exec(text)?.[1];
	if (typed !== undefined) {
		return toReading(typed);
	}
	if (!looksLikeAddress.test(text)) {
		return notATask('not-a-number');
	}
	return readAddress(text, isCorWeb);
}

function readAddress(text: string, isCorWeb: (url: URL) => boolean): TaskRefReading {
	const address = text.includes('://') ? text : `https://${text}`;
	if (!URL.canParse(address)) {
		return notATask('not-a-number');
	}
	const url = new URL(address);
	if (!/^https?:$/.test(url.protocol) || !isCorWeb(url)) {
		return notATask('other-host');
	}

	const path = inPath.exec(url.pathname);
	if (path) {
		return toReading(path[2], url.origin + path[1]);
	}
	const hash = url.hash.slice(1);
	const found = inPath.exec(hash.replace(/\?.*/, ''))?.[2] ?? findKey(url.searchParams) ?? findKey(hashParams(hash));
	if (found !== undefined) {
		return toReading(found);
	}
	return notATask(/\/projects?\/\d+/.test(url.pathname + hash) ? 'project-address' : 'no-task-in-address');
}

function hashParams(hash: string): URLSearchParams {
	return new URLSearchParams(hash.slice(hash.indexOf('?') + 1));
}

function findKey(params: URLSearchParams): string | undefined {
	return keys.map(key => params.get(key) ?? '').find(value => /^\d+$/.test(value));
}

function toReading(digits: string | undefined, pages?: string): TaskRefReading {
	const id = Number(digits);
	if (!Number.isSafeInteger(id) || id <= 0) {
		return notATask('not-a-number');
	}
	return { status: 'task', ref: pages === undefined ? { id } : { id, pages } };
}

function notATask(why: NotATask): TaskRefReading {
	return { status: 'not-a-task', why };
}
