import assert from 'node:assert/strict';
import { channel } from 'node:diagnostics_channel';
import { Handover } from '../../../src/cor/buffers/handover.js';

const mark = '------boundary-1';
const head = `POST /v1/tasks/4101/attachments HTTP/1.1\r\ncontent-type: multipart/form-data; boundary=${mark}\r\n`;

describe('what is observed of a request on its way', () => {
	let handover: Handover;
	let request: object;
	let socket: { writableLength: number; destroyed: boolean; alpnProtocol?: string };
	beforeEach(() => {
		handover = new Handover(mark);
		request = {};
		socket = { writableLength: 0, destroyed: false };
	});
	afterEach(() => handover.end());

	const sendHead = (headers: unknown = head, of = request) =>
		channel('undici:client:sendHeaders').publish({ request: of, headers, socket });
	const send = (chunk: unknown, of = request) =>
		channel('undici:request:bodyChunkSent').publish({ request: of, chunk });
	const pieces = (...lengths: readonly number[]) => lengths.map(length => new Uint8Array(length));
	const give = (...lengths: readonly number[]) => {
		const given = pieces(...lengths);
		for (const piece of given) {
			handover.giving(piece);
		}
		return given;
	};
	const seen = () => [handover.left, handover.isClear];

	it('has left once it was written and the socket holds nothing', () => {
		sendHead();
		const [first, second] = give(10, 20);
		assert.deepEqual(seen(), [0, true]);
		send(first);
		assert.deepEqual(seen(), [10, true]);
		socket.writableLength = 20;
		send(second);
		assert.deepEqual(seen(), [10, true]);
		socket.writableLength = 0;
		assert.deepEqual(seen(), [30, true]);
	});

	it('has left where the socket held nothing for a moment, when something was given or written', () => {
		sendHead();
		const [first, second] = give(10, 20);
		send(first);
		socket.writableLength = 5;
		assert.deepEqual(seen(), [10, true]);
		send(second);
		socket.writableLength = 0;
		const [third] = give(40);
		socket.writableLength = 5;
		send(third);
		assert.deepEqual(seen(), [30, true]);
	});

	it('has not left what a closed socket held', () => {
		sendHead();
		const [first] = give(10);
		socket.writableLength = 10;
		send(first);
		Object.assign(socket, { writableLength: 0, destroyed: true });
		assert.deepEqual(seen(), [0, true]);
	});

	it('has not left what others send, before its head or without it', () => {
		const [first] = give(10);
		send(first);
		sendHead(head.replace('boundary-1', 'boundary-2'));
		send(first);
		sendHead();
		send(first, {});
		assert.deepEqual(seen(), [0, true]);
	});

	const copies: readonly (readonly [how: string, of: (piece: Uint8Array) => unknown])[] = [
		['a copy', piece => piece.slice()],
		['a part', piece => piece.subarray(0, 5)],
		['another part of the same memory', piece => piece.subarray(5)],
		['a text', piece => Buffer.from(piece).toString('latin1')],
		['nothing', () => undefined],
	];
	for (const [how, of] of copies) {
		it(`is not clear any more where ${how} was written in place of what was given`, () => {
			sendHead();
			const [first, second] = give(10, 20);
			send(of(first as Uint8Array));
			send(second);
			assert.deepEqual(seen(), [0, false]);
		});
	}

	it('is not clear any more where pieces change places', () => {
		sendHead();
		const [first, second] = give(10, 20);
		send(second);
		send(first);
		assert.deepEqual(seen(), [0, false]);
	});

	it('is not clear any more where something is written that was not given', () => {
		sendHead();
		send(new Uint8Array(10));
		assert.deepEqual(seen(), [0, false]);
	});

	it('is not clear any more where its head is sent once more', () => {
		sendHead();
		sendHead(head, {});
		send(give(10)[0]);
		assert.deepEqual(seen(), [0, false]);
	});

	it('is not clear over HTTP/2, by its head or by its socket', () => {
		sendHead(`:method: POST\r\ncontent-type: multipart/form-data; boundary=${mark}\r\n`);
		assert.equal(handover.isClear, false);

		handover.end();
		handover = new Handover(mark);
		socket.alpnProtocol = 'h2';
		sendHead();
		send(give(10)[0]);
		assert.deepEqual(seen(), [0, false]);
	});

	it('is not clear where the socket does not tell what it holds', () => {
		for (const untold of [{}, undefined]) {
			handover.end();
			handover = new Handover(mark);
			channel('undici:client:sendHeaders').publish({ request, headers: head, socket: untold });
			assert.equal(handover.isClear, false);
		}
	});

	it('is not clear where nothing is told of many pieces, and none of them is kept', () => {
		give(...Array.from({ length: 64 }, () => 1));
		assert.equal(handover.isClear, true);
		give(1);
		assert.equal(handover.isClear, false);
	});

	it('is not observed any more once the request is over', () => {
		sendHead();
		const [first] = give(10);
		handover.end();
		assert.equal(channel('undici:client:sendHeaders').hasSubscribers, false);
		assert.equal(channel('undici:request:bodyChunkSent').hasSubscribers, false);
		send(first);
		assert.deepEqual(seen(), [0, false]);
	});
});
