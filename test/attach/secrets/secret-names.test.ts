import assert from 'node:assert/strict';
import { secretNameRule } from '../../../src/attach/secrets/secret-names.js';
import { secretRule } from '../../../src/attach/secrets/secrets.js';

const empty = new Uint8Array();

const secret = [
	'.env',
	'.ENV.production',
	'.env.local',
	'.envrc',
	'staging.env',
	'id_rsa',
	'id_ed25519',
	'id_ed25519_work',
	'.ssh/acme',
	'.gnupg/private-keys-v1.d/0.key',
	'server.key',
	'server.p12',
	'Release.PFX',
	'debug.keystore',
	'store.jks',
	'AuthKey.p8',
	'login.keychain-db',
	'Passwords.kdbx',
	'putty.ppk',
	'.npmrc',
	'.netrc',
	'_netrc',
	'.pypirc',
	'.git-credentials',
	'.pgpass',
	'.my.cnf',
	'.htpasswd',
	'.aws/credentials',
	'.aws/config',
	'credentials.json',
	'client_secret_12.apps.googleusercontent.com.json',
	'service-account.json',
	'gcloud/application_default_credentials.json',
	'.kube/config',
	'prod.kubeconfig',
	'.docker/config.json',
	'terraform.tfstate',
	'terraform.tfstate.backup',
	'prod.tfvars',
	'.vault-token',
	'secrets.yml',
	'config/master.key',
	'.vscode/sftp.json',
	'sitemanager.xml',
	'wp-config.php',
	'.bash_history',
	'logins.json',
	'acme.ovpn',
	'env.production',
	'dotenv',
	'htpasswd',
	'wp-config-prod.php',
	'wp-config.php.bak',
	'appsettings.Production.json',
	'local.settings.json',
	'secrets.prod.yml',
	'Cookies',
	'cookies.sqlite',
	'Chrome Passwords.csv',
	'bitwarden_export.json',
	'contraseñas.txt',
	'claves.xlsx',
	'senhas.txt',
];

const harmless = [
	'.env.example',
	'.env.sample',
	'environment.ts',
	'env.d.ts',
	'id_rsa.pub',
	'.ssh/config',
	'.ssh/known_hosts',
	'.ssh/acme.pub',
	'keyboard.ts',
	'monkey.png',
	'certificate.crt',
	'ca.pem',
	'package.json',
	'config.json',
	'docker/config.json',
	'credentials.ts',
	'secrets.ts',
	'Diseño final.pdf',
	'auth.json',
	'settings.xml',
	'sitio.har',
	'wp-config-sample.php',
	'appsettings.Development.json',
	'palabras claves.docx',
	'reset-password.html',
	'passwords.ts',
	'cookies.ts',
	'environment.prod.ts',
	'.npmignore',
	'history.md',
	'tokens.txt',
	'token.ts',
	'public-key.pem',
	'códigos de barras.pdf',
	'',
];

describe('the name of a file', () => {
	for (const path of secret) {
		it(`gives away ${path}`, () => {
			assert.equal(secretRule([`/w/${path}`], empty)?.place, 'name');
			assert.equal(secretRule([`/c:/w/${path.toUpperCase()}`], empty)?.place, 'name');
		});
	}

	for (const path of harmless) {
		it(`does not give away ${JSON.stringify(path)}`, () => assert.equal(secretRule([`/w/${path}`], empty), undefined));
	}

	it('does not give away a presentation of Apple Keynote, a ZIP archive that ends in .key', () => {
		const zip = Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0]);
		assert.equal(secretRule(['/w/Propuesta.key'], zip), undefined);
		assert.deepEqual(secretRule(['/w/Propuesta.key'], Buffer.from([0x30, 0x82])), { place: 'name', rule: '*.key' });
	});

	const weak: Readonly<Record<string, readonly [secret: string, harmless: string]>> = {
		'auth.json': ['{"http-basic":{"repo.acme.com":{}}}', '{"title":"auth"}'],
		'settings.xml': ['<server><password>abcd1234</password></server>', '<settings><offline>true</offline></settings>'],
		'.env.example': ['DB_PASSWORD=abcd7294', 'DB_PASSWORD=changeme\nAPI_KEY=your-api-key\nPORT=3000'],
		'web.config': ['<a pwd="abcd7294" />', '<section type="A, PublicKeyToken=31bf3856ad364e35" />'],
		'sitio.har': ['{"log":{"entries":[{"request":{"cookies":[]}}]}}', '<html></html>'],
	};
	for (const [name, [secret, harmless]] of Object.entries(weak)) {
		it(`gives ${name} away with its contents, and not alone`, () => {
			assert.equal(secretRule([`/w/${name}`], Buffer.from(secret))?.place, 'name');
			assert.equal(secretRule([`/w/${name}`], Buffer.from(harmless)), undefined);
			assert.equal(secretNameRule(`/w/${name}`), undefined);
		});
	}

	it('counts for less than what is in it', () => {
		const contents = Buffer.from(`PuTTY-User-Key-File-2: ssh-rsa\n`);
		assert.deepEqual(secretRule(['/w/acme.ppk'], contents), { place: 'contents', rule: 'private key' });
	});
});
