import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { chosenEditors } from '../editor/runner/chosen-editors.js';
import { leaveReport, runSuites } from '../editor/runner/run-suites.js';
import type { SuiteReport } from '../host/mocha-reporter.js';
import { suitesIn } from '../host/suites-in.js';
import { temporaryFolder } from '../host/temporary-folder.js';
import { makeCertificates } from './certificates.js';
import { openFrontDoor } from './front-door.js';

/** Runs the suites of `company`, in an editor as companies set it up, and those of `bare`, in one that they did not. */
async function main(): Promise<void> {
	const { editors, grep } = chosenEditors();
	const dir = temporaryFolder();
	const certificates = await makeCertificates();
	const caFile = path.join(dir, 'company-ca.crt');
	await writeFile(caFile, certificates.companyCa);
	await writeFile(path.join(dir, 'certificates.json'), JSON.stringify(certificates));
	const door = await openFrontDoor(path.join(dir, 'proxy'));

	const proxyUrl = `http://127.0.0.1:${door.port}`;
	const environments = {
		company: { HTTPS_PROXY: proxyUrl, NO_PROXY: '127.0.0.2', SSL_CERT_FILE: caFile },
		bare: { HTTP_PROXY: proxyUrl },
	};
	const reports: SuiteReport[] = [];
	for (const editor of editors) {
		for (const [label, variables] of Object.entries(environments)) {
			const env = { ...variables, TEST_NETWORK_DIR: dir };
			reports.push(await runSuites({ editor, label, suites: suitesIn(path.join(__dirname, label)), env, grep }));
		}
	}
	await leaveReport(reports);
}

void main().catch(error => {
	console.error(error);
	process.exitCode = 1;
});
