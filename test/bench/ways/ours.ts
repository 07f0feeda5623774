import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Agent, fetch } from 'undici';
import { ListHabits } from '../../../src/attach/arrival/list-habits.js';
import { systemClock } from '../../../src/attach/clock.js';
import { deliverBatch } from '../../../src/attach/delivery/delivery.js';
import { PackTrust } from '../../../src/attach/delivery/pack-trust.js';
import { planFiles } from '../../../src/attach/plan/plan.js';
import { CorClient } from '../../../src/cor/client.js';
import type { Transport } from '../../../src/cor/http/transport.js';
import { TaskCourier } from '../../../src/cor/task-courier.js';
import { statDiskFile } from '../../../src/machine/disk-file.js';
import { MemoryClaims, newBatch, unattended } from '../../attach/kit/unattended.js';
import { diskPart } from '../../machine/kit/disk-part.js';
import type { Order } from '../order.js';

const concurrency = 2; // as the extension

/** Our client and the delivery of a batch, outside the editor: the editor's `fetch` is undici's, too. */
export async function sendWithOurs(order: Order): Promise<void> {
	const dispatcher = new Agent(order.ca ? { connect: { ca: readFileSync(order.ca) } } : {});
	const transport: Transport = { fetch: ((url, init) => fetch(url, { ...init, dispatcher })) as typeof fetch };
	const credentials = { bearer: async () => order.token, renew: async () => order.token };
	const client = new CorClient({ apiUrl: new URL(order.apiUrl), transport, credentials });
	const files = planFiles(await Promise.all(order.files.map(candidateOf)));
	const outcomes = await deliverBatch(newBatch(files), {
		...unattended,
		courier: new TaskCourier({
			client,
			taskId: order.taskId,
			fields: {},
			habits: new ListHabits(),
			openPart: file => diskPart(new URL(file.uri).pathname, file.name),
		}),
		clock: systemClock,
		random: Math.random,
		signal: new AbortController().signal,
		concurrency,
		claims: new MemoryClaims(),
		trust: new PackTrust(),
	});
	const lost = outcomes.find(({ end }) => end.status !== 'attached');
	if (lost) {
		throw new Error(`${lost.file.name}: ${JSON.stringify(lost.end)}`);
	}
	await dispatcher.close();
}

async function candidateOf(file: string) {
	const found = await statDiskFile(file);
	return {
		uri: pathToFileURL(file).href,
		relativePath: path.basename(file),
		...(found !== 'folder' ? found : { size: 0 }),
	};
}
