import assert from 'node:assert/strict';
import { text } from '../kit/text.js';
import { useCor } from '../kit/use-cor.js';

const taskId = 4101;
const toMessages = { method: 'POST', path: `/v1/tasks/${taskId}/messages` };
const fromMessages = { method: 'GET', path: `/v1/tasks/${taskId}/messages` };

describe('a message with the files', () => {
	const cor = useCor();

	const send = async (message: string, names: readonly string[] = ['a.txt'], options: object = {}) => {
		const uris = await Promise.all(names.map(name => cor.write(name, name)));
		return cor.attach({ taskId, uris, options: { ...options, message } });
	};
	const said = () => cor.sandbox.messages(taskId).map(message => message.text);
	const posts = () =>
		cor.sandbox.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'));

	it('is sent once, after them, and refers to each as COR told of it', async () => {
		const receipt = await send('aquí va la v2', ['a.txt', 'b.txt']);

		assert.deepEqual(receipt.message, { status: 'sent' });
		const [message] = cor.sandbox.messages(taskId);
		assert.equal(message?.text, 'aquí va la v2');
		assert.deepEqual(
			message?.attachmentIds,
			receipt.outcomes.map(({ attachmentId }) => attachmentId),
		);
		const writes = cor.sandbox.requests.filter(({ method }) => method === 'POST').map(({ path }) => path);
		assert.match(writes.at(-1) ?? '', /\/messages$/);
		assert.equal(posts().length, 1);
	});

	it('arrives as it was written: 10,000 characters, mark-up, emoji and lines', async () => {
		const long = `<script>alert(1)</script>\n\n👩‍🎨 ${'ñ'.repeat(9_900)} fin`;
		const receipt = await send(`  ${long}\r\n `);
		assert.equal(receipt.message?.status, 'sent');
		assert.deepEqual(said(), [long]);
	});

	it('of nothing but spaces is none', async () => {
		const receipt = await send(' \n\t ');
		assert.deepEqual([receipt.message, said(), posts().length], [undefined, [], 0]);
	});

	it('that is longer than a message is the mistake of its caller', async () => {
		await assert.rejects(send('x'.repeat(20_001)), /options\.message must be a text of at most 20000 characters/);
		assert.equal(cor.uploads(), 0);
	});

	it('waits where a file failed', async () => {
		cor.sandbox.set({ limits: { refusedExtensions: ['exe'] } });
		const receipt = await send('aquí va', ['a.txt', 'b.exe']);
		assert.deepEqual([receipt.message, posts().length], [{ status: 'waits' }, 0]);
	});

	it('is not sent where nothing was attached', async () => {
		const receipt = await send('aquí va', ['.env']);
		assert.deepEqual(
			[receipt.outcomes.map(({ status }) => status), receipt.message, posts().length],
			[['skipped'], { status: 'waits' }, 0],
		);
	});

	it('that may contain a secret stays behind, with the reason, where nobody is asked', async () => {
		const receipt = await send(`la clave es ${['AKIA', 'QWERTYUIOPASDFGH'].join('')}`);
		assert.equal(receipt.outcomes[0]?.status, 'attached');
		assert.equal(receipt.message?.status, 'waits');
		assert.match(receipt.message?.reason ?? '', /AWS/);
		assert.equal(posts().length, 0);
	});

	for (const [status, reason] of [
		[403, text("Your COR role doesn't allow this. Ask your COR admin.")],
		[400, text('COR refused it: {0}', 'No')],
	] as const) {
		it(`that COR refuses (${status}) is said to be refused, and asked for once`, async () => {
			cor.sandbox.failNext(toMessages, { kind: 'status', status, body: { message: 'No' }, early: false });
			const receipt = await send('aquí va');
			assert.deepEqual(receipt.message, { status: 'failed', reason });
			assert.equal(posts().length, 1);
		});
	}

	for (const fault of [{ kind: 'status', status: 500, store: true }, { kind: 'reset' }] as const) {
		it(`that COR stored before it answered ${JSON.stringify(fault)} is found by what it refers to, and said once`, async () => {
			cor.sandbox.failNext(toMessages, fault);
			const receipt = await send('aquí va');
			assert.deepEqual([receipt.message, said(), posts().length], [{ status: 'sent' }, ['aquí va'], 1]);
		});
	}

	it('is found where the messages can be read only at the second time', async () => {
		cor.sandbox.failNext(toMessages, { kind: 'status', status: 502, store: true });
		cor.sandbox.failNext(fromMessages, { kind: 'status', status: 502 });
		assert.deepEqual((await send('aquí va')).message, { status: 'sent' });
	});
});
