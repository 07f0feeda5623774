import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeCertificates } from '../../network/certificates.js';

/** Files of a server that speaks TLS, PEM. */
export interface IdentityFiles {
	/** What its clients trust. */
	readonly ca: string;
	readonly key: string;
	readonly cert: string;
}

/** Makes the identity of a server on 127.0.0.1 and leaves it in `dir`. */
export async function makeIdentity(dir: string): Promise<IdentityFiles> {
	const { companyCa, trusted } = await makeCertificates();
	const files = { ca: path.join(dir, 'ca.pem'), key: path.join(dir, 'key.pem'), cert: path.join(dir, 'cert.pem') };
	await writeFile(files.ca, companyCa);
	await writeFile(files.key, trusted.key, { mode: 0o600 });
	await writeFile(files.cert, trusted.cert);
	return files;
}
