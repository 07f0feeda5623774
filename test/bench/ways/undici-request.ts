import { createReadStream, readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import FormData from 'form-data';
import { Agent, request } from 'undici';
import { type Order, uploadAddress } from '../order.js';

/** `undici.request` with `form-data`, as their readmes have it. */
export async function sendWithUndici(order: Order): Promise<void> {
	const dispatcher = new Agent(order.ca ? { connect: { ca: readFileSync(order.ca) } } : {});
	for (const file of order.files) {
		const form = new FormData();
		form.append('file', createReadStream(file));
		const length = await lengthOf(form);
		const { statusCode, body } = await request(uploadAddress(order), {
			method: 'POST',
			headers: { ...form.getHeaders(), 'content-length': String(length), authorization: `Bearer ${order.token}` },
			body: form.pipe(new PassThrough()),
			dispatcher,
		});
		await body.json();
		if (statusCode !== 200) {
			throw new Error(`HTTP ${statusCode}`);
		}
	}
	await dispatcher.close();
}

/** Bytes of a form. */
export function lengthOf(form: FormData): Promise<number> {
	return new Promise((resolve, reject) => {
		form.getLength((error, length) => (error ? reject(error) : resolve(length)));
	});
}
