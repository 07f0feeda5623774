import { harmlessName, numberedName, withoutMiddle } from '../names/file-names.js';
import { FreeNames } from '../names/free-names.js';
import { sameName } from '../text/same-name.js';
import { type Placed, pathsApart } from './told-apart.js';

/**
 * One name for each item, unique without regard to case or Unicode form: the base name where it is unique, else the path
 * that tells it apart with `/` as `__`, else that with a number. Same items, same names.
 */
export function uniqueNames(items: readonly Placed[]): string[] {
	const bases = items.map(item => harmlessName(item.relativePath.slice(item.relativePath.lastIndexOf('/') + 1)));
	const keys = bases.map(sameName);
	const seen = new Map<string, number>();
	for (const key of keys) {
		seen.set(key, (seen.get(key) ?? 0) + 1);
	}

	const isAlone = (index: number): boolean => seen.get(keys[index] ?? '') === 1;
	const free = new FreeNames(bases.filter((_, index) => isAlone(index)));
	const apart = pathsApart(items.filter((_, index) => !isAlone(index))).values();
	return bases.map((base, index) => {
		if (isAlone(index)) {
			return base;
		}
		const { value: path = '' } = apart.next();
		const name = harmlessName(withoutMiddle(path).replaceAll('/', '__'));
		return free.take(name, count => numberedName(name, count));
	});
}
