import { once } from 'node:events';
import { createReadStream, readFileSync } from 'node:fs';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import FormData from 'form-data';
import { type Order, uploadAddress } from '../order.js';
import { lengthOf } from './undici-request.js';

/** `https.request` with `form-data` as their readmes have it; `http.request` where the address has no TLS. */
export function sendWithHttps(order: Order): Promise<void> {
	return send(order, 64 * 1024);
}

/** The same with the reads that cost least. */
export function sendWithHttpsAndLargeReads(order: Order): Promise<void> {
	return send(order, 1024 * 1024);
}

async function send(order: Order, readBytes: number): Promise<void> {
	const url = new URL(uploadAddress(order));
	const { Agent, request } = url.protocol === 'https:' ? https : http;
	const agent = new Agent({ keepAlive: true });
	const ca = order.ca && readFileSync(order.ca);
	for (const file of order.files) {
		const form = new FormData();
		form.append('file', createReadStream(file, { highWaterMark: readBytes }));
		const length = await lengthOf(form);
		const sending = request(url, {
			method: 'POST',
			agent,
			headers: { ...form.getHeaders(), 'content-length': length, authorization: `Bearer ${order.token}` },
			...(ca && { ca }),
		});
		form.pipe(sending);
		const [answer] = (await once(sending, 'response')) as [IncomingMessage];
		answer.resume();
		await once(answer, 'end');
		if (answer.statusCode !== 200) {
			throw new Error(`HTTP ${answer.statusCode}`);
		}
	}
	agent.destroy();
}
