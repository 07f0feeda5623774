import { readFileSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Cost } from './order.js';

/** What this process spends on `work`. Its peak is the kernel's own where Linux tells it, else the most of many looks. */
export async function costOf(work: () => Promise<unknown>): Promise<Cost> {
	collectGarbage();
	const before = process.memoryUsage.rss();
	const forgotPeak = forgetPeak();
	let peak = before;
	const look = setInterval(() => {
		peak = Math.max(peak, process.memoryUsage.rss());
	}, 10);
	const cpuBefore = process.cpuUsage();
	const startedAt = performance.now();
	try {
		await work();
	} finally {
		clearInterval(look);
	}
	const wallMs = performance.now() - startedAt;
	const { user, system } = process.cpuUsage(cpuBefore);
	peak = Math.max(peak, process.memoryUsage.rss(), forgotPeak ? peakOf('self') : 0);
	return { wallMs, cpuMs: (user + system) / 1_000, addedBytes: peak - before };
}

/** The most resident memory that a process ever had, in bytes; 0 where it is not told. */
export function peakOf(pid: number | 'self'): number {
	try {
		const status = readFileSync(`/proc/${pid}/status`, 'latin1');
		return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
	} catch {
		return 0; // it has ended, or this is no Linux
	}
}

/** Makes the kernel's peak begin anew; whether it does. */
function forgetPeak(): boolean {
	try {
		writeFileSync('/proc/self/clear_refs', '5');
		return true;
	} catch {
		return false;
	}
}

function collectGarbage(): void {
	setFlagsFromString('--expose-gc');
	runInNewContext('gc')();
}
