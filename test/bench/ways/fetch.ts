import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Order, uploadAddress } from '../order.js';

/** `fetch`, `FormData` and `openAsBlob`: what Node's own documentation offers. */
export function sendWithFetch(order: Order): Promise<void> {
	return send(order, openAsBlob);
}

/** The file is read whole first, as most examples do. */
export function sendReadWhole(order: Order): Promise<void> {
	return send(order, async file => new Blob([await readFile(file)]));
}

// Node's fetch trusts what NODE_EXTRA_CA_CERTS names: whoever starts this process sets it.
async function send(order: Order, open: (file: string) => Promise<Blob>): Promise<void> {
	for (const file of order.files) {
		const form = new FormData();
		form.append('file', await open(file), path.basename(file));
		const answer = await fetch(uploadAddress(order), {
			method: 'POST',
			headers: { authorization: `Bearer ${order.token}` },
			body: form,
		});
		await answer.json();
		if (answer.status !== 200) {
			throw new Error(`HTTP ${answer.status}`);
		}
	}
}
