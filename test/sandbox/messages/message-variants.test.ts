import assert from 'node:assert/strict';
import { startedSandbox } from '../kit/started-sandbox.js';
import { type Checks, checkVariants, observe, requestsTo } from '../kit/variant-checks.js';
import type { messageVariants } from './message-variants.js';

describe('each plausible way in which COR tells of messages', () => {
	const sandbox = startedSandbox();
	const { call, upload } = requestsTo(sandbox);

	const post = async () => {
		const [{ id, originalname: name }] = (await upload()).json.files;
		const headers = { 'content-type': 'application/json' };
		const body = JSON.stringify({ message: 'hola', attachments: [{ id, name }] });
		return observe(sandbox.call('/tasks/4101/messages', { method: 'POST', headers, body }));
	};
	const list = async () => {
		assert.equal((await post()).status, 200);
		return (await call('/tasks/4101/messages')).json;
	};

	const checks: Checks<keyof typeof messageVariants> = {
		messageAnswer: {
			empty: async () => assert.equal((await post()).text, ''),
			message: async () => assert.equal((await post()).json.message, 'hola'),
			html: async () => assert.match((await post()).text, /^<p>/),
			'no-content': async () => assert.equal((await post()).status, 204),
		},
		messageReferences: {
			documented: async () => assert.equal((await list())[0].attachments[0].name, 'hola.txt'),
			untold: async () => assert.deepEqual((await list())[0].attachments, []),
			missing: async () => assert.deepEqual(Object.keys((await list())[0]), ['id', 'message']),
		},
		messageList: {
			array: async () => assert.equal((await list()).length, 1),
			wrapped: async () => assert.equal((await list()).data.length, 1),
		},
	};
	checkVariants(sandbox, checks);
});
