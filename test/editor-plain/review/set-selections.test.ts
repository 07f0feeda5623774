import assert from 'node:assert/strict';
import fc from 'fast-check';
import { unlooked, unmatched } from '../../../src/attach/plan/stages.js';
import { SetSelections } from '../../../src/editor/review/review-ticks.js';

const names = ['A', 'B', 'C', 'D'] as const;
type Name = (typeof names)[number];
type Names = ReadonlySet<Name>;

/** Files of which the rows say whether they are checked, as those do whose name is on the task. */
const inWords: Names = new Set(['A', 'B']);
const oneWayMs = 100;

interface Click {
	readonly name: Name;
	readonly afterMs: number;
}

describe('selections that the review sets', () => {
	const click = (minMs: number, maxMs: number) =>
		fc.record({ name: fc.constantFrom(...names), afterMs: fc.integer({ min: minMs, max: maxMs }) });

	it('are not taken for clicks, however late they are reported: what is shown as checked is what counts', () => {
		fc.assert(
			fc.property(fc.array(click(0, 3 * oneWayMs), { maxLength: 12 }), clicks => {
				const { shown, counted, updates } = review(clicks);
				assert.deepEqual(shown, counted);
				assert.ok(updates <= 4 * clicks.length + 1, `${updates} updates for ${clicks.length} clicks`);
			}),
		);
	});

	it('lose no click where each is reported before the next', () => {
		fc.assert(
			fc.property(fc.array(click(4 * oneWayMs, 5 * oneWayMs), { maxLength: 12 }), clicks => {
				const wanted = new Set<Name>(names);
				for (const { name } of clicks) {
					turn(wanted, name);
				}
				assert.deepEqual(review(clicks).counted, [...wanted].toSorted());
			}),
		);
	});

	it('keep two clicks on files on the task that come faster than VS Code reports', () => {
		const { shown, counted } = review([
			{ name: 'A', afterMs: 1_000 },
			{ name: 'B', afterMs: oneWayMs / 2 },
		]);
		assert.deepEqual(shown, ['C', 'D']);
		assert.deepEqual(counted, ['C', 'D']);
	});
});

function turn(checked: Set<Name>, name: Name): void {
	if (!checked.delete(name)) {
		checked.add(name);
	}
}

/**
 * A review in a window that is far away, with virtual time. VS Code unchecks everything when rows are replaced, and
 * reports each change, its own and the extension's.
 */
function review(clicks: readonly Click[]) {
	const due: { readonly atMs: number; readonly run: () => void }[] = [];
	let nowMs = 0;
	const later = (ms: number, run: () => void): void => {
		due.push({ atMs: nowMs + ms, run });
	};

	let shown = new Set<Name>();
	const report = (): void => {
		const rows = [...shown];
		later(oneWayMs, () => hear(rows));
	};
	const show = (checked: Names, isReplacing: boolean): void => {
		if (isReplacing && shown.size > 0) {
			shown = new Set();
			report();
		}
		if (!isSame(shown, checked)) {
			shown = new Set(checked);
			report();
		}
	};

	const selections = new SetSelections();
	let counted: Names = new Set(names);
	let updates = 0;
	const update = (isReplacing: boolean): void => {
		updates++;
		assert.ok(updates < 1_000, 'there is no end of updates');
		const checked = counted;
		const forget = selections.set(rowsOf(checked));
		later(oneWayMs, () => {
			show(checked, isReplacing);
			later(oneWayMs, () => {
				forget();
				agree();
			});
		});
	};
	const agree = (): void => {
		if (selections.isOff(rowsOf(counted))) {
			update(false);
		}
	};
	const hear = (checked: readonly Name[]): void => {
		if (selections.isOwn(rowsOf(checked))) {
			agree();
			return;
		}
		const before = counted;
		counted = new Set(checked);
		if ([...inWords].some(name => before.has(name) !== counted.has(name))) {
			update(true);
		}
	};

	update(true);
	let clickedMs = 3 * oneWayMs;
	for (const { name, afterMs } of clicks) {
		clickedMs += afterMs;
		later(clickedMs, () => {
			turn(shown, name);
			report();
		});
	}
	for (let next = takeNext(due); next; next = takeNext(due)) {
		nowMs = next.atMs;
		next.run();
	}
	return { shown: [...shown].toSorted(), counted: [...counted].toSorted(), updates };
}

/** The earliest; of several at one time the one that was there first. */
function takeNext<Item extends { readonly atMs: number }>(due: Item[]): Item | undefined {
	const firstMs = Math.min(...due.map(({ atMs }) => atMs));
	const [next] = due.splice(
		due.findIndex(({ atMs }) => atMs === firstMs),
		1,
	);
	return next;
}

function rowsOf(checked: Iterable<Name>) {
	return [...checked].map(name => ({
		file: unmatched(unlooked({ uri: name, relativePath: name, name, size: 1 })),
	}));
}

function isSame(one: Names, other: Names): boolean {
	return one.size === other.size && [...one].every(each => other.has(each));
}
