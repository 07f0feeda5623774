import { type CertificateExtension, generate } from 'selfsigned';

/** A private key and its certificate, both PEM. */
export interface Identity {
	readonly key: string;
	readonly cert: string;
}

/** Who the servers of these suites can claim to be. Made anew for each run, so that none of them ever ends. */
export interface Certificates {
	/** Vouches for the servers that are to be trusted; the editor is told of it. */
	readonly companyCa: string;
	/** For `cor.example.test`, 127.0.0.1, 127.0.0.2 and 127.0.0.3, by the company. */
	readonly trusted: Identity;
	/** For every name of these suites, by a company of which the editor knows nothing. */
	readonly otherCompany: Identity;
	/** For every name of these suites, vouched for by itself. */
	readonly selfSigned: Identity;
	/** By the company, for a server of another name. */
	readonly otherName: Identity;
	/** By the company, ended yesterday. */
	readonly expired: Identity;
}

const dayMs = 86_400_000;
const trustedHosts = ['cor.example.test', '127.0.0.1', '127.0.0.2', '127.0.0.3'];
const anyHost = ['*.example.test', '127.0.0.1'];

export async function makeCertificates(): Promise<Certificates> {
	const [company, stranger] = await Promise.all([makeCa('Agency Root CA'), makeCa('Stranger Root CA')]);
	const [trusted, otherCompany, selfSigned, otherName, expired] = await Promise.all([
		makeServer(trustedHosts, company),
		makeServer(anyHost, stranger),
		makeServer(anyHost),
		makeServer(['elsewhere.example.test'], company),
		makeServer(anyHost, company, -1),
	]);
	return { companyCa: company.cert, trusted, otherCompany, selfSigned, otherName, expired };
}

function makeCa(name: string): Promise<Identity> {
	return make(name, 2, [
		{ name: 'basicConstraints', cA: true, critical: true },
		{ name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
	]);
}

function makeServer(hosts: readonly string[], by?: Identity, endsInDays = 2): Promise<Identity> {
	const altNames = hosts.map(host =>
		/^[\d.]+$/.test(host) ? { type: 7 as const, ip: host } : { type: 2 as const, value: host },
	);
	return make(
		hosts[0] ?? '',
		endsInDays,
		[
			{ name: 'basicConstraints', cA: false, critical: true },
			{ name: 'keyUsage', digitalSignature: true, critical: true },
			{ name: 'extKeyUsage', serverAuth: true },
			{ name: 'subjectAltName', altNames },
		],
		by,
	);
}

async function make(
	commonName: string,
	endsInDays: number,
	extensions: CertificateExtension[],
	by?: Identity,
): Promise<Identity> {
	const now = Date.now();
	const made = await generate([{ name: 'commonName', value: commonName }], {
		keyType: 'ec',
		algorithm: 'sha256',
		notBeforeDate: new Date(now - 3 * dayMs),
		notAfterDate: new Date(now + endsInDays * dayMs),
		extensions,
		...(by && { ca: by }),
	});
	return { key: made.private, cert: made.cert };
}
