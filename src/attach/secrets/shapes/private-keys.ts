import { isRandom } from './made-up.js';
import { privateKey, type SecretShape, shape } from './secret-shapes.js';

const between = /(?:\\[rnt]?|[\s"'`+>,#*;|]|\/\/|<br>|&#10;|&#xA;){1,80}/y;
const headerLine = /[A-Z][\w-]{1,30}: [^\r\n\\]{0,200}/y;
const keyData = /[A-Za-z0-9+/]{16,64}/y;

/**
 * Whether key data follows the PEM or OpenPGP heading (RFC 7468, RFC 9580), so that a text about keys doesn't match.
 * Lines may be indented, quoted, commented, joined with `+`, or written as `\n` on one line.
 */
function keyFollows(text: string, at: number): boolean {
	let next = at;
	// No key has more than ten headers.
	for (let headers = 0; headers <= 10; headers += 1) {
		const start = endOf(between, text, next) ?? next;
		const header = endOf(headerLine, text, start);
		if (header === undefined) {
			return isKeyData(text, start);
		}
		next = header;
	}
	return false;
}

function isKeyData(text: string, at: number): boolean {
	let data = '';
	let next: number | undefined = at;
	while (next !== undefined && data.length < 40) {
		const end = endOf(keyData, text, next);
		if (end === undefined) {
			break;
		}
		data += text.slice(next, end);
		next = endOf(between, text, end) ?? end;
	}
	return data.length >= 24 && new Set(data).size >= 12 && /[A-Z]/.test(data) && /[a-z]/.test(data);
}

function endOf(expression: RegExp, text: string, at: number): number | undefined {
	expression.lastIndex = at;
	return expression.test(text) ? expression.lastIndex : undefined;
}

const hasPrivateKey = (base64: string): boolean => /PRIVATE KEY/.test(Buffer.from(base64, 'base64').toString('latin1'));

/** Private keys as text. */
export const keyShapes: readonly SecretShape[] = [
	shape(privateKey, ['BEGIN '], /(?<=-----BEGIN )[A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----/y, {
		isInWord: true,
		isReal: (_, text, end) => keyFollows(text, end),
	}),
	shape(privateKey, ['---- BEGIN SSH2 ENCRYPTED PRIVATE KEY'], / ----/y, { isReal: () => true }),
	shape(privateKey, 'PuTTY-User-Key-File-', /[123]: (?:ssh-|ecdsa-)/y, { isReal: () => true }),
	shape('OpenVPN', ['BEGIN OpenVPN Static key V'], /1-----\s{1,8}[\da-f]{32}/y, { isInWord: true, isReal: () => true }),
	// The same keys in Base64, encoded again or without a heading: PEM, PKCS #8, PKCS #1, encrypted PKCS #8, OpenSSH.
	shape(privateKey, 'LS0tLS1CRUdJTi', /[\w+/]{34}/y, {
		isInWord: true,
		isReal: secret => hasPrivateKey(`LS0tLS1CRUdJTi${secret}`),
	}),
	// With a leading empty line.
	shape(privateKey, 'Ci0tLS0tQkVHSU4g', /[\w+/]{34}/y, { isReal: secret => hasPrivateKey(`LS0g${secret}`) }),
	shape(privateKey, 'IBADANBgkqhkiG9w0BAQEFAASC', /[\w+/]{40}/y, { isInWord: true }),
	shape(privateKey, 'MIGHAgEAMBMGByqGSM49AgEG', /[\w+/]{40}/y, { isInWord: true }),
	shape(privateKey, 'MC4CAQAwBQYDK2VwBCIEI', /[\w+/]{40}/y, { isInWord: true }),
	shape(privateKey, 'MHcCAQEEI', /[\w+/]{40}/y),
	shape(privateKey, 'MIIE MIIC MIIJ MIIG', /[\w+/]{2}IBAAK[BC][\w+/]{40}/y),
	shape(privateKey, 'MIIF MIIJ MIIC', /[\w+/]{2}BOBgkqhkiG9w0BBQ0[\w+/]{40}/y),
	shape(privateKey, 'b3BlbnNzaC1rZXktdjE', /[\w+/]{40}/y),
	shape('PKCS #12', 'MII', /[\w+/]{3}IBAzCC[\w+/]{40}/y),
	shape('Java key store', '/u3+7QAAAA', /[\w+/]{40}/y, { isInWord: true, isReal: () => true }),
	shape('JWK', ['"d":', '"d" :', '"k":', '"k" :'], /\s{0,4}"([\w-]{43})/y, { isReal: isRandom }),
	shape('RSA', '<D>', /([\w+/]{80})/y, { isReal: isRandom }),
	shape('age', 'AGE-SECRET-KEY-1', /[0-9A-Z]{58}/y),
	shape('minisign', 'RWRTY0Iy', /[\w+/]{100}/y),
	shape('WireGuard', 'PrivateKey PresharedKey', /\s{0,4}=\s{0,4}([\w+/]{42}[AEIMQUYcgkosw048]=)/y),
];

// ASN.1 in DER as hexadecimal digits: a SEQUENCE (tag 30, then its length), then the part that distinguishes a key from
// a certificate.
const derKeys: Readonly<Record<string, RegExp>> = {
	// PKCS #8: version 0 or 1, then the algorithm. Encrypted: only the algorithm. PKCS #1 and SEC 1: version, then
	// numbers.
	[privateKey]:
		/^30(?:82....|81..|80|83......|[0-7].)(?:02010[01]30(?:82....|81..|[0-7].)06|30(?:82....|81..|[0-7].)06..2a864886f70d01(?:05|0c01)|020100028[12]|0201010[4-9])/,
	// Version 3, then PKCS #7 contents.
	'PKCS #12': /^30(?:82....|81..|80|83......)02010330(?:82....|81..|80|83......)0609/,
};

const beginnings: readonly (readonly [rule: string, hex: string])[] = [
	['Java key store', 'feedfeed'],
	['Java key store', 'cececece'],
	['KeePass', '03d9a29a'],
	[privateKey, Buffer.from('openssh-key-v1\0').toString('hex')],
];

/** Rule of a binary key or key store, recognized by its first bytes. */
export function keyStoreRule(bytes: Uint8Array): string | undefined {
	const hex = Buffer.from(bytes.subarray(0, 64)).toString('hex');
	return (
		beginnings.find(([, start]) => hex.startsWith(start))?.[0] ??
		Object.entries(derKeys).find(([, expression]) => expression.test(hex))?.[0]
	);
}
