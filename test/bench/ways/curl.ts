import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { peakOf } from '../cost.js';
import { type Cost, type Order, uploadAddress } from '../order.js';

/** `curl`: one call, one request a file, one after another over one connection. */
export async function sendWithCurl(order: Order): Promise<Cost> {
	const startedAt = performance.now();
	// bash's own `time` tells what a child of it has used.
	const shell = spawn('bash', ['-c', 'TIMEFORMAT="%U %S"; time curl --no-progress-meter --config -'], {
		stdio: ['pipe', 'ignore', 'pipe'],
	});
	let said = '';
	shell.stderr.on('data', chunk => {
		said += chunk;
	});
	let peak = 0;
	const look = setInterval(() => {
		peak = Math.max(peak, ...childrenOf(shell.pid ?? 0).map(peakOf));
	}, 10);
	shell.stdin.end(order.files.map(file => requestFor(file, order)).join('next\n'));
	const [code] = (await once(shell, 'close')) as [number];
	clearInterval(look);
	const [, user, system] = /^([\d.]+) ([\d.]+)$/m.exec(said) ?? [];
	if (code !== 0 || user === undefined || system === undefined) {
		throw new Error(`curl ended with ${code}: ${said}`);
	}
	return {
		wallMs: performance.now() - startedAt,
		cpuMs: (Number(user) + Number(system)) * 1_000,
		addedBytes: peak,
	};
}

function requestFor(file: string, order: Order): string {
	return [
		`url = "${uploadAddress(order)}"`,
		`form = "file=@${file}"`,
		`header = "Authorization: Bearer ${order.token}"`,
		'output = "/dev/null"',
		'fail',
		...(order.ca ? [`cacert = "${order.ca}"`] : []),
		'',
	].join('\n');
}

function childrenOf(pid: number): number[] {
	try {
		const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1');
		return text.trim().split(' ').filter(Boolean).map(Number);
	} catch {
		return []; // it has ended, or this is no Linux
	}
}
