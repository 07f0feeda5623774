import { isAppPassword, isMadeUp, isPlaceholder, isRandom } from './made-up.js';
import { type SecretShape, shape } from './secret-shapes.js';

const documentedHost =
	/^(?:[\w-]{1,63}\.){0,3}example(?:\.\w{2,8})?$|^(?:your|my|some|tu|su|seu)?[-_.]?(?:host(?:name)?|server|domain|url|endpoint|address|ip)(?:\.(?:com|net|org|tld|local))?$/i;
const thisMachine = /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|host\.docker\.internal|\[::1?\])$/i;

/** Whether `user:password@host` contains a real password, not a default one of an installation. */
function isPasswordInAddress(credentials: string): boolean {
	const at = credentials.lastIndexOf('@');
	const host = credentials.slice(at + 1);
	const colon = credentials.indexOf(':');
	const user = credentials.slice(0, colon);
	const password = credentials.slice(colon + 1, at);
	const isNoPassword = user === '' && password.includes(':');
	if (isNoPassword || isPlaceholder(password) || password === user || documentedHost.test(host)) {
		return false;
	}
	return thisMachine.test(host) ? password.length >= 8 && isRandom(password) : password.length >= 6;
}

/** Whether the text is `user:password` in Base64, as HTTP and Docker use it. */
function isBasic(base64: string): boolean {
	const text = Buffer.from(base64, 'base64').toString('latin1');
	const colon = text.indexOf(':');
	const words = [text.slice(0, colon), text.slice(colon + 1)];
	return (
		colon >= 0 &&
		/^[\x20-\x7e\x80-\xff]+$/.test(text) &&
		text.length >= 8 &&
		words.some(word => word.length >= 6 && !isPlaceholder(word))
	);
}

const jsonOf = (base64Url: string): string => Buffer.from(base64Url, 'base64url').toString('latin1');

const isRandomPassword = (secret: string): boolean => secret.length >= 8 && !isMadeUp(secret) && isRandom(secret);

/** Passwords for connections: in URLs, HTTP headers, command lines, and exports of other programs. */
export const connectionShapes: readonly SecretShape[] = [
	shape(
		'password in an address',
		'://',
		/([^\s:@/"'`<>]{0,64}:[^\s@/"'`<>]{1,128}@(?:\[[0-9a-fA-F:.]{2,45}\]|[\w${.-][\w.-]{0,100}))/y,
		{ isInWord: true, isReal: isPasswordInAddress },
	),
	shape('password in an address', 'jdbc:oracle:', /(?:thin|oci):([\w.-]{1,40}\/[^\s@/"']{4,80})@/y, {
		isReal: secret => !isPlaceholder(secret.slice(secret.indexOf('/') + 1)),
	}),
	shape('Cloudinary', 'cloudinary://', /\d{6,20}:([\w-]{20})/y, { isInWord: true }),
	shape('JWT', 'eyJ', /([\w-]{8,400}\.eyJ[\w-]{8,1500}\.[\w-]{20})/y, {
		isReal: secret =>
			!isMadeUp(secret.slice(secret.indexOf('.') + 1)) &&
			/"(?:alg|typ)"/.test(jsonOf(`eyJ${secret.split('.')[0]}`)) &&
			// Supabase puts this public token into every page.
			!/"role":"anon"/.test(jsonOf(secret.split('.')[1] ?? '')),
	}),
	shape('Authorization: Bearer', ['Bearer ', 'bearer ', 'SSWS '], /([\w.~+/=-]{20,200})/y, {
		isReal: secret => !isMadeUp(secret) && isRandom(secret),
	}),
	shape('Authorization: Basic', ['Basic ', 'basic '], /([\w+/]{12,300}={0,2})/y, { isReal: isBasic }),
	shape('Docker', '"auth" \\"auth\\"', /\s{0,4}:\s{0,4}\\?"([\w+/]{12,300}={0,2})/y, { isReal: isBasic }),
	shape('curl -u', ['-u ', '--user '], /["']?[\w.@+-]{1,64}[:,]([^\s"'@]{8,100})/y, {
		isReal: isRandomPassword,
	}),
	shape('mysql -p', ['mysql -', 'mysqldump -'], /[^\r\n|;]{0,120}? -p["']?([^\s"']{8,100})/y, {
		isReal: isRandomPassword,
	}),
	shape('ConvertTo-SecureString', ['ConvertTo-SecureString '], /(?:-String )?["']([^\s"'$]{8,100})["']/y),
	shape('.pgpass', ':5432:', /[\w*-]{1,64}:[\w.-]{1,64}:([^\s:"']{8,100})/y, {
		isInWord: true,
		isReal: isRandomPassword,
	}),
	shape('FileZilla', ['<Pass encoding="base64">'], /([\w+/]{8,300}={0,2})</y),
	shape('login', '.login(', /["'][^"'\s@]{1,64}@[^"'\s]{1,64}["'],\s{0,4}["']([^"'\r\n]{8,100})["']/y, {
		isInWord: true,
		isReal: secret => isAppPassword(secret) || isRandomPassword(secret),
	}),
	shape('sshpass -p', ['sshpass -p'], /\s?["']?([^\s"']{6,100})/y, {
		isReal: secret => !isPlaceholder(secret) && !secret.startsWith('$'),
	}),
	shape(
		'IDENTIFIED BY',
		['IDENTIFIED BY ', 'identified by ', 'IDENTIFIED WITH mysql_native_password BY '],
		/(?:PASSWORD )?['"]([^'"\s]{6,100})['"]/y,
		{ isReal: secret => !isPlaceholder(secret) },
	),
	shape('.netrc', ['machine '], /[\w.-]{1,100}\s{1,20}login\s{1,8}[!-~]{1,100}\s{1,20}password\s{1,8}([!-~]{6,100})/y, {
		isReal: secret => !isPlaceholder(secret),
	}),
	shape('.htpasswd', ':$apr1$ :$2y$ :$2b$ :$2a$ :$5$ :$6$ :$y$ :{SHA}', /[\w./$+=]{20}/y, {
		isInWord: true,
	}),
	shape(
		'exported passwords',
		'url,username,password login_uri,login_username,login_password url","username","password"',
		/[^\r\n]{0,200}\r?\n[^\r\n]{8}/y,
		{ isInWord: true, isReal: () => true },
	),
	shape('exported passwords', '"login":', /\s{0,8}\{[^{}]{0,300}?"password":\s{0,4}"([^"]{4,100})"/y, {
		isReal: secret => !isPlaceholder(secret),
	}),
	shape('cookies', ['# Netscape HTTP Cookie File', '# HTTP Cookie File'], /[\s\S]{0,600}?\t(?:TRUE|FALSE)\t/y, {
		isReal: () => true,
	}),
	shape('cookies', 'sessionid= PHPSESSID= connect.sid= laravel_session=', /([\w%.-]{24,200})/y, {
		isReal: isRandomPassword,
	}),
	shape('database dump', ['VALUES '], /\([^()]{0,300}?'(\$2[aby]\$\d\d\$[\w./]{53}|\$[PH]\$[\w./]{31})/y),
];
