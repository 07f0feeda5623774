import type { Cost } from '../order.js';

export const MiB = 1024 * 1024;

/** The middle of the values; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	const upper = sorted[middle] ?? Number.NaN;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Each part's median by itself. */
export function medianCost(costs: readonly Cost[]): Cost {
	return {
		wallMs: median(costs.map(({ wallMs }) => wallMs)),
		cpuMs: median(costs.map(({ cpuMs }) => cpuMs)),
		addedBytes: median(costs.map(({ addedBytes }) => addedBytes)),
	};
}

export function seconds(ms: number): string {
	return `${(ms / 1_000).toFixed(2)} s`;
}

export function milliseconds(ms: number): string {
	return `${ms.toFixed(1)} ms`;
}

export function mebibytes(bytes: number): string {
	return `${(bytes / MiB).toFixed(0)} MiB`;
}

export function ratio(value: number, of: number): string {
	return `${(value / of).toFixed(2)} ×`;
}
