import { direction } from '../answers/strictness.js';
import type { AttachmentRecord } from '../store.js';
import type { Variants } from '../variants.js';
import { scattered } from './ids.js';

/** A root with its later versions, oldest first. */
interface Family {
	readonly root: AttachmentRecord;
	readonly versions: readonly AttachmentRecord[];
}

type Read = (family: Family) => string | number;

/** What a list can be ordered by. // cor-api §3.2: `created_at` is the one in its sample */
export const orderKeys: Readonly<Record<string, Read>> = {
	created_at: ({ root }) => root.createdAt,
	id: ({ root }) => root.id,
	size: ({ root }) => root.size,
	originalname: ({ root }) => root.originalname,
};

const ownOrders: Readonly<Record<Variants['listOrder'], readonly [read: Read, sign: 1 | -1]>> = {
	'newest-first': [({ root }) => root.createdAt, -1],
	'oldest-first': [({ root }) => root.createdAt, 1],
	'newest-version-first': [({ root, versions }) => (versions.at(-1) ?? root).createdAt, -1],
	'by-name': [({ root }) => root.originalname, 1],
	scattered: [({ root }) => scattered(scattered(root.id)), 1],
};

/** In the order that was asked for, or else in COR's own. `families` come oldest first. */
export function inOrder(
	families: readonly Family[],
	asked: Readonly<Record<string, unknown>>,
	own: Variants['listOrder'],
): readonly Family[] {
	const [[key, value] = []] = Object.entries(asked);
	const [read, sign] = key === undefined ? ownOrders[own] : ([orderKeys[key] ?? (() => 0), direction(value)] as const);
	return families
		.map((family, age) => ({ family, age, value: read(family) }))
		.toSorted((a, b) => sign * (compare(a.value, b.value) || a.age - b.age))
		.map(({ family }) => family);
}

function compare(a: string | number, b: string | number): number {
	if (a === b) {
		return 0;
	}
	return a < b ? -1 : 1;
}
