import { type Clock, systemClock } from '../../attach/clock.js';
import { CorError } from '../../attach/errors.js';
import { toStatusError } from '../answers/statuses.js';
import { withDeadline } from '../http/deadline.js';
import { resourceUrl } from '../http/endpoint.js';
import { exchange, type Transport } from '../http/transport.js';

const patienceMs = 20_000; // undici gives up connecting after 10 s

/**
 * Sends `GET /me` without a credential to see whether COR can be reached. COR refuses it (cor-api §6.2: 401 for a
 * missing token).
 * @throws CorError if no answer came, COR is out of order, or the answer isn't COR's; the abort reason if `signal`
 * aborted
 */
export async function reachCor(
	transport: Transport,
	apiUrl: URL,
	signal: AbortSignal,
	clock: Clock = systemClock,
): Promise<void> {
	const answer = await withDeadline(patienceMs, clock, signal, inTime =>
		exchange(transport, resourceUrl(apiUrl, ['me']), {
			method: 'GET',
			signal: inTime,
		}),
	);
	const { status } = answer;
	if (status === 404 || status < 400) {
		throw new CorError('not-cor', `HTTP ${status} although the token is missing`, { status });
	}
	if (status >= 500 || status === 429) {
		throw toStatusError(answer, clock.now());
	}
}
