import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { mostOpen } from '../bench/open-files.js';
import { answerWith } from '../bench/programs/program-answers.js';
import { countQuestion, type SinkMessage } from '../bench/programs/sink-messages.js';
import { useByteSink } from './kit/use-byte-sink.js';
import { attach } from './kit/use-cor.js';
import { reportMark } from './runner/report-mark.js';

const count = 300;
// The editor's fetch keeps its connections since it has been undici 7: VS Code 1.100 opens one for each request.
const keepsConnections = Number(process.versions.node.split('.')[0]) > 20;

describe('a batch of small files', () => {
	const server = useByteSink();

	it('takes few requests and connections, and few of the files are open at once', async () => {
		const { folder, sink } = server();
		for (let index = 0; index < count; index += 1) {
			await writeFile(path.join(folder, `${index}.txt`), `${index} `.repeat(5_000));
		}
		const startedAt = performance.now();
		const open = await mostOpen(folder, async () => {
			const { outcomes } = await attach({ taskId: 4101, uris: [vscode.Uri.file(folder)] });
			assert.equal(outcomes.filter(({ status }) => status === 'attached').length, count);
		});
		const answer = answerWith<'counts', SinkMessage>(sink, 'counts');
		sink.send(countQuestion);
		const { files, uploads, connections, requests } = (await answer).counts;
		const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
		console.log(
			reportMark,
			`      ${count} files: ${requests} requests, ${uploads} with files, ${connections} connections, ${seconds} s`,
		);

		assert.equal(files, count);
		assert.ok(uploads <= 20, `${uploads} requests with files`);
		assert.ok(connections <= (keepsConnections ? 4 : requests), `${connections} connections`);
		assert.ok(open <= 40, `${open} files are open at once`); // those of two packs, as each is looked at
	});
});
