import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSandbox } from './sandbox.js';

/** `node --import tsx test/sandbox/main.ts [--data DIR] [--port N]`: runs until SIGINT or SIGTERM. */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			data: { type: 'string', default: join(tmpdir(), 'cor-sandbox') },
			port: { type: 'string', default: '0' },
		},
	});
	const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
	const sandbox = await startSandbox({ dataDir: values.data, port: Number(values.port) });

	console.log(`Web page       ${sandbox.webUrl}`);
	console.log(`API            ${sandbox.apiUrl}`);
	console.log(`API key        ${sandbox.credentials.apiKey}`);
	console.log(`Client secret  ${sandbox.credentials.clientSecret}`);
	console.log(`Files          ${values.data}`);

	await stopped;
	await sandbox.close();
	for (const complaint of sandbox.complaints) {
		console.log(`Complaint: ${complaint}`);
	}
}

void main(); // a failure to start ends the process with its stack
