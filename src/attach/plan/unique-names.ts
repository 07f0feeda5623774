import { harmlessName, numberedName, withoutMiddle } from '../names/file-names.js';
import { FreeNames } from '../names/free-names.js';
import { sameName } from '../text/same-name.js';
import { type Placed, pathsApart } from './told-apart.js';

/**
 * Returns a name per item, unique ignoring case and Unicode form: the base name if it is unique; otherwise the path
 * from `pathsApart` with `__` for `/`; if that is taken too, with a number. The same items always get the same names.
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
