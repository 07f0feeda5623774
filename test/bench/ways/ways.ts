import { costOf } from '../cost.js';
import type { Cost, Order } from '../order.js';
import { sendWithAxios } from './axios.js';
import { sendWithCurl } from './curl.js';
import { sendReadWhole, sendWithFetch } from './fetch.js';
import { sendWithHttps, sendWithHttpsAndLargeReads } from './https-request.js';
import { sendWithOurs } from './ours.js';
import { sendWithUndici } from './undici-request.js';

/** Sends every file of an order, or rejects. */
type Send = (order: Order) => Promise<Cost>;

/** What people would use, and our client, by the name that the tables give it. */
export const ways = {
	curl: sendWithCurl,
	'undici.request + form-data': measured(sendWithUndici),
	'https.request + form-data': measured(sendWithHttps),
	'the same, reads of 1 MiB': measured(sendWithHttpsAndLargeReads),
	'axios + form-data': measured(sendWithAxios),
	'fetch + FormData + openAsBlob': measured(sendWithFetch),
	'read whole, fetch + FormData': measured(sendReadWhole),
	'ours, in Node': measured(sendWithOurs),
} satisfies Record<string, Send>;

export type Way = keyof typeof ways;

function measured(send: (order: Order) => Promise<void>): Send {
	return order =>
		costOf(async () => {
			for (let time = 0; time < (order.times ?? 1); time += 1) {
				await send(order);
			}
		});
}
