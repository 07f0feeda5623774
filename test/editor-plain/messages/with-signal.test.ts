import assert from 'node:assert/strict';
import { withSignal } from '../../../src/editor/messages/with-signal.js';

/** A token as the editor gives it. */
class Token {
	isCancellationRequested = false;
	readonly listeners = new Set<() => void>();

	readonly onCancellationRequested = (listener: () => void) => {
		this.listeners.add(listener);
		return { dispose: () => this.listeners.delete(listener) };
	};

	cancel(): void {
		this.isCancellationRequested = true;
		for (const listener of this.listeners) {
			listener();
		}
	}
}

const run = <T>(token: Token, work: (signal: AbortSignal) => Promise<T>) =>
	withSignal(token as unknown as Parameters<typeof withSignal>[0], work);

describe('a signal that follows a token of the editor', () => {
	it('fires when the token is cancelled, and not before', async () => {
		const token = new Token();
		const seen = await run(token, async signal => {
			const before = signal.aborted;
			token.cancel();
			return [before, signal.aborted];
		});

		assert.deepEqual(seen, [false, true]);
	});

	it('has fired where the token was cancelled before', async () => {
		const token = new Token();
		token.cancel();

		assert.equal(await run(token, async signal => signal.aborted), true);
	});

	it('lets go of the token when the work is over, also where it fails', async () => {
		const token = new Token();
		await run(token, async () => {});
		await assert.rejects(
			run(token, () => Promise.reject(new Error('no'))),
			/no/,
		);

		assert.equal(token.listeners.size, 0);
	});
});
