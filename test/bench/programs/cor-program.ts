import { readFileSync } from 'node:fs';
import { startSecureFront } from '../../network/secure-front.js';
import { startSandbox } from '../../sandbox/sandbox.js';
import type { CorAnswer, CorQuestion } from './cor-server.js';

/** A program, `cor-program DATA [KEY CERT]`: COR on this machine, behind TLS where it is given files for it. */
async function main(): Promise<void> {
	const [dataDir = '', key, cert] = process.argv.slice(2);
	const sandbox = await startSandbox({ dataDir, tokenLifeMs: 86_400_000 });
	const ownPort = Number(new URL(sandbox.apiUrl).port);
	const identity = key && cert ? { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') } : undefined;
	const port = identity ? (await startSecureFront(ownPort, '127.0.0.1', () => identity)).port : ownPort;
	process.on('message', async (question: CorQuestion) => {
		const uploads = sandbox.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/attachments'));
		const counts = {
			requests: sandbox.requests.length,
			uploads: uploads.length,
			files: sandbox.attachments(question.taskId).length,
			complaints: sandbox.complaints,
		};
		await sandbox.clear();
		tell({ counts });
	});
	process.once('disconnect', () => process.exit());
	tell({ port, token: sandbox.issueToken().access_token });
}

function tell(answer: CorAnswer): void {
	process.send?.(answer);
}

void main(); // a failure to start ends the process with its stack
