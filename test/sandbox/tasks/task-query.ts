import type { Request } from 'express';
import { direction, integer, jsonQuery, undocumented } from '../answers/strictness.js';
import { projects, type SeedTask, users } from '../seed.js';
import type { Variants } from '../variants.js';

const clientIdOf = (task: SeedTask) => projects.find(({ id }) => id === task.projectId)?.client.id;

// cor-api §4.1: the documented keys, each one value or several. The seed has no labels, categories or sprints.
const filterKeys: Readonly<Record<string, (task: SeedTask) => readonly unknown[]>> = {
	projects: task => [task.projectId],
	pm: task => [task.pmId],
	status: task => [task.status],
	labels: () => [],
	categories: () => [],
	clients: task => [clientIdOf(task)],
	collaborator: task => task.collaboratorIds,
	priority: task => [task.priority],
	sprints: () => [],
};

// cor-api §4.1: the sortable fields.
const orderKeys: Readonly<Record<string, (task: SeedTask) => string | number>> = {
	client: task => projects.find(({ id }) => id === task.projectId)?.client.name ?? '',
	project: task => projects.find(({ id }) => id === task.projectId)?.name ?? '',
	task: task => task.title,
	deadline: task => task.deadline,
	datetime: task => task.createdAt,
	pm: task => users.find(({ id }) => id === task.pmId)?.lastName ?? '',
	priority: task => task.priority,
	sprint: () => 0,
};

/** The tasks that `filters` leaves. // cor-api §4.1 */
export function selected(tasks: readonly SeedTask[], request: Request, variants: Variants): readonly SeedTask[] {
	const filters = Object.entries(jsonQuery(request, 'filters', Object.keys(filterKeys)))
		.filter(([key]) => key !== 'collaborator' || variants.collaboratorFilter === 'honoured')
		.map(([key, value]) => ({ read: filterKeys[key], wanted: asList(value) }));
	return tasks.filter(task => filters.every(({ read, wanted }) => read?.(task).some(value => wanted.includes(value))));
}

/** In the order of `order`, and of the id where that leaves it open. // cor-api §4.1 */
export function ordered(tasks: readonly SeedTask[], request: Request): readonly SeedTask[] {
	const orders = Object.entries(jsonQuery(request, 'order', Object.keys(orderKeys))).map(([key, value]) => ({
		read: orderKeys[key],
		sign: direction(value),
	}));
	return tasks.toSorted((a, b) => {
		for (const { read, sign } of orders) {
			const difference = read ? compare(read(a), read(b)) : 0;
			if (difference !== 0) {
				return sign * difference;
			}
		}
		return a.id - b.id;
	});
}

/** One page, or everything with `page=false`. // cor-api §1 */
export function paged<Item>(
	items: readonly Item[],
	request: Request,
	variants: Variants,
	shape: (item: Item) => unknown,
): unknown {
	const isUnpaged = request.query.page === 'false';
	if (isUnpaged && variants.unpaged !== 'one-page') {
		const data = items.map(shape);
		return variants.unpaged === 'array' ? data : { data };
	}
	const page = isUnpaged ? 1 : positive(request, 'page', 1);
	const perPage = isUnpaged ? items.length : capped(positive(request, 'perPage', 20), variants);
	const listed = pageOf(variants.taskListBody, items.map(shape), page, perPage);
	return 'total' in listed && variants.totals === 'string' ? { ...listed, total: String(listed.total) } : listed;
}

interface Page {
	readonly total: number;
	readonly perPage: number;
	readonly page: number;
	readonly lastPage: number;
	readonly data: readonly unknown[];
}

/** One page of a list, in the shape that a server gives it. // cor-api §1, §10 (a bare array) */
export function pageOf(
	body: Variants['listBody'],
	items: readonly unknown[],
	page: number,
	perPage: number,
): readonly unknown[] | Page {
	const data = items.slice((page - 1) * perPage, page * perPage);
	switch (body) {
		case 'paged':
			return { total: items.length, perPage, page, lastPage: Math.max(1, Math.ceil(items.length / perPage)), data };
		case 'bare-page':
			return data;
		case 'bare-all':
			return items;
	}
}

export function positive(request: Request, name: string, fallback: number): number {
	const text = request.query[name];
	const value = text === undefined ? fallback : integer(String(text), '§1', name);
	if (value < 1) {
		throw undocumented('§1', `${name} starts at 1`);
	}
	return value;
}

/** cor-api §9.14: one guide speaks of up to 50; §10: pages of 20 whatever was asked for. */
export function capped(perPage: number, { pageCap }: Variants): number {
	return pageCap === 'none' ? perPage : Math.min(perPage, Number(pageCap));
}

function asList(value: unknown): readonly unknown[] {
	const list: readonly unknown[] = Array.isArray(value) ? value : [value];
	if (!list.every(item => typeof item === 'string' || typeof item === 'number')) {
		throw undocumented('§4.1', 'a filter is an id, a status, or a list of them');
	}
	return list;
}

function compare(a: string | number, b: string | number): number {
	return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'es');
}
