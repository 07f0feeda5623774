import type { Cost } from '../order.js';
import { mebibytes, ratio, seconds } from './figures.js';
import type { Table } from './row.js';

/** What each way costs, and how many times curl's time and CPU that is. */
export function costTable(caption: string, costs: ReadonlyMap<string, Cost>): Table {
	const curl = costs.get('curl');
	return {
		caption,
		head: ['Way', 'Time', '× curl', 'CPU', '× curl', 'Memory added'],
		lines: [...costs].map(([name, { wallMs, cpuMs, addedBytes }]) => [
			name,
			seconds(wallMs),
			curl ? ratio(wallMs, curl.wallMs) : '–',
			seconds(cpuMs),
			curl ? ratio(cpuMs, curl.cpuMs) : '–',
			mebibytes(addedBytes),
		]),
	};
}
