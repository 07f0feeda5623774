import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSandbox } from './sandbox.js';
import { settingsFrom } from './settings-text.js';

/**
 * `node --import tsx test/sandbox/main.ts [--data DIR] [--port N] [--set NAME=VALUE]…`: runs until SIGINT or SIGTERM.
 * `--set` takes each setting and variant (`--set listLagMs=2500 --set gateway=503`); a wrong one prints them all.
 */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			data: { type: 'string', default: join(tmpdir(), 'cor-sandbox') },
			port: { type: 'string', default: '0' },
			set: { type: 'string', multiple: true, default: [] },
		},
	});
	const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
	const change = settingsFrom(values.set);
	const sandbox = await startSandbox({ dataDir: values.data, port: Number(values.port) });
	sandbox.set(change);

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
