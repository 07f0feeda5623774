import { createReadStream, readFileSync } from 'node:fs';
import https from 'node:https';
import axios from 'axios';
import FormData from 'form-data';
import { type Order, uploadAddress } from '../order.js';

/** axios with `form-data`, as its readme has it, without its limits. */
export async function sendWithAxios(order: Order): Promise<void> {
	const httpsAgent = order.ca ? new https.Agent({ keepAlive: true, ca: readFileSync(order.ca) }) : undefined;
	for (const file of order.files) {
		const form = new FormData();
		form.append('file', createReadStream(file));
		await axios.post(uploadAddress(order), form, {
			headers: { ...form.getHeaders(), authorization: `Bearer ${order.token}` },
			maxBodyLength: Number.POSITIVE_INFINITY,
			maxContentLength: Number.POSITIVE_INFINITY,
			...(httpsAgent && { httpsAgent }),
		});
	}
	httpsAgent?.destroy();
}
