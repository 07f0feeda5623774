import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { Agent, fetch, type RequestInit } from 'undici';
import { ListHabits } from '../../../src/attach/arrival/list-habits.js';
import { systemClock } from '../../../src/attach/clock.js';
import { deliverBatch } from '../../../src/attach/delivery/delivery.js';
import { PackTrust } from '../../../src/attach/delivery/pack-trust.js';
import { planFiles } from '../../../src/attach/plan/plan.js';
import { CorClient } from '../../../src/cor/client.js';
import { Bearer } from '../../../src/cor/credentials.js';
import { TaskCourier } from '../../../src/cor/task-courier.js';
import { MemoryClaims, newBatch, unattended } from '../../attach/kit/unattended.js';
import { temporaryFolder } from '../../host/temporary-folder.js';
import { type Certificates, type Identity, makeCertificates } from '../../network/certificates.js';
import { type SecureFront, startSecureFront } from '../../network/secure-front.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';

const host = 'cor.example.test';
const taskId = 4101;

describe('a server whose certificate changes in mid-batch', () => {
	let sandbox: Sandbox;
	let certificates: Certificates;
	let front: SecureFront;
	let shown: Identity;
	const agents: Agent[] = [];

	before(async () => {
		sandbox = await startSandbox({ dataDir: temporaryFolder() });
		certificates = await makeCertificates();
		front = await startSecureFront(
			Number(new URL(sandbox.origin).port),
			'127.0.0.1',
			() => shown ?? certificates.trusted,
		);
	});
	beforeEach(async () => {
		shown = certificates.trusted;
		await sandbox.clear();
	});
	after(async () => {
		await Promise.all(agents.map(agent => agent.destroy()));
		front.close();
		await sandbox.close();
	});

	// Each request looks at the certificate anew.
	const freshAgent = (): Agent => {
		const agent = new Agent({
			connect: {
				ca: certificates.companyCa,
				maxCachedSessions: 0,
				lookup: (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
			},
		});
		agents.push(agent);
		return agent;
	};

	const others = [
		['selfSigned', 'certificate'],
		['otherCompany', 'certificate'],
		['otherName', 'certificate-host'],
		['expired', 'certificate-dates'],
	] as const;
	for (const [other, kind] of others) {
		it(`gets nothing more once it is ${other}`, async () => {
			const bytes = Buffer.from('hola');
			const files = planFiles(
				['a.txt', 'b.txt', 'c.txt'].map(name => ({ uri: `file:///${name}`, relativePath: name, size: bytes.length })),
			);
			const transport = {
				fetch: ((url: URL, init: RequestInit) => fetch(url, { ...init, dispatcher: freshAgent() })) as typeof fetch,
			};
			const settings = { apiUrl: new URL(`https://${host}:${front.port}/v1`), transport, clock: systemClock };
			const credentials = new Bearer({ kind: 'key', ...sandbox.credentials }, settings);
			const outcomes = await deliverBatch(newBatch(files), {
				...unattended,
				courier: new TaskCourier({
					client: new CorClient({ ...settings, credentials }),
					taskId,
					fields: {},
					habits: new ListHabits(),
					openPart: async ({ name }) => ({ name, size: bytes.length, open: () => Readable.from([bytes]) }),
				}),
				clock: systemClock,
				random: () => 0.5,
				signal: new AbortController().signal,
				concurrency: 1,
				claims: new MemoryClaims(),
				trust: new PackTrust(),
				plan: all => all.map(file => [file]),
				onEnd: () => {
					shown = certificates[other];
				},
			});

			assert.deepEqual(
				outcomes.map(({ end }) => ('error' in end ? `${end.status} ${end.error.kind}` : end.status)),
				['attached', `failed ${kind}`, `failed ${kind}`],
			);
			const uploads = sandbox.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/attachments'));
			assert.deepEqual([uploads.length, sandbox.attachments(taskId).length], [1, 1]);
		});
	}
});
