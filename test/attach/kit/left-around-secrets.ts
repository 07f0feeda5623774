import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { SecretFile } from './documented-secrets.js';
import { base64, base64Url, type Draw, digits, hex, lowerCase, upperCase, uuid } from './seeded.js';

type Row = readonly [kind: string, path: string, contents: (draw: Draw) => string | Uint8Array];

const grouped = (group: string, rows: readonly Row[]): SecretFile[] =>
	rows.map(([kind, path, contents]) => ({ group, kind, path, contents }));

const json = (value: object): string => `${JSON.stringify(value, undefined, '\t')}\n`;

// Made by Node's own generator, once: a key is a key whatever its digits are.
let rsa: KeyObject | undefined;
let ec: KeyObject | undefined;
const rsaKey = (): KeyObject => (rsa ??= generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey);
const ecKey = (): KeyObject => (ec ??= generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
const pem = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1'): string =>
	key.export({ format: 'pem', type } as never) as string;
const der = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1'): Buffer =>
	key.export({ format: 'der', type } as never) as unknown as Buffer;

const basic = (user: string, password: string): string => Buffer.from(`${user}:${password}`).toString('base64');
const github = (d: Draw): string => `ghp_${d(36)}`;
const password = (d: Draw): string =>
	`${d(4, lowerCase)}${d(3, digits)}${d(3, upperCase)}$${d(3, digits)}${d(2, lowerCase)}`;

/** The kinds that a first look at 127 files found passing. */
const onceMissed = grouped('kinds that once passed', [
	[
		'kubeconfig, client-key-data',
		'cluster.yaml',
		() => `users:\n- user:\n    client-key-data: ${Buffer.from(pem(rsaKey(), 'pkcs1')).toString('base64')}\n`,
	],
	['PEM in Base64', 'valores.txt', () => `llave: ${Buffer.from(pem(ecKey(), 'pkcs8')).toString('base64')}\n`],
	['PKCS #8 in DER', 'firma.bin', () => der(rsaKey(), 'pkcs8')],
	['PKCS #8 in DER, elliptic curve', 'firma.dat', () => der(ecKey(), 'pkcs8')],
	['PKCS #1 in DER', 'a.der', () => der(rsaKey(), 'pkcs1')],
	['SEC 1 in DER', 'b.der', () => der(ecKey(), 'sec1')],
	[
		'encrypted PKCS #8 in DER',
		'c.bin',
		() =>
			rsaKey().export({ format: 'der', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' }) as unknown as Buffer,
	],
	[
		'PKCS #12',
		'certificado.bin',
		d =>
			Buffer.concat([
				Buffer.from('30820a3b020103308209f706092a864886f70d010701a08209e8', 'hex'),
				Buffer.from(d(500), 'latin1'),
			]),
	],
	['PKCS #8, Base64 without heading', 'firma.env.txt', () => `FIRMA=${der(rsaKey(), 'pkcs8').toString('base64')}\n`],
	[
		'ADO.NET',
		'Startup.cs',
		d => `var c = "Server=tcp:db.acme.com.ar,1433;Database=ventas;User Id=sa;Password=${d(9)}!;Encrypt=true";\n`,
	],
	['JDBC', 'Conexion.java', d => `String u = "jdbc:mysql://db.acme.com.mx:3306/ventas?user=app&password=${d(10)}";\n`],
	['Spring', 'application.properties', d => `spring.datasource.password=${d(4, lowerCase)}${d(4, digits)}\n`],
	['address, password with $', 'config.rb', d => `url = 'postgres://app:S3gur$${d(6)}@db:5432/ventas'\n`],
	['address, real words', 'notas-db.md', () => `mysql://root:${'Acme'}${'123456'}@db.acme.com.ar/ventas\n`],
	['address, host with "your"', 'conf.py', d => `DB = "mysql://web:${d(12)}@db.yourbrand.com.mx/site"\n`],
	['address, mssql', 'a.yml', d => `url: mssql://sa:${d(12)}@sql.acme.cl/x\n`],
	['address, sftp', 'subir.sh', d => `lftp sftp://deploy:${d(10)}@ftp.acme.com.br\n`],
	['address, https', 'clonar.sh', d => `git clone https://juan:${d(14)}@git.acme.com.co/web.git\n`],
	[
		'key block with a comment',
		'clave.txt',
		() => pem(rsaKey(), 'pkcs1').replace('-----\n', '-----\nComment: your example, sample\n\n'),
	],
	['one NUL byte', 'datos.bin', d => `\0${github(d)}\n`],
	['NUL bytes within', 'datos2.bin', d => github(d).replace(/(.{7})/g, '$1\0')],
	['names', 'env.production', () => ''],
	['names', 'dotenv', () => ''],
	[
		'.env.example with values',
		'.env.example',
		d => `DB_HOST=localhost\nDB_PASSWORD=${d(4, lowerCase)}${d(4, digits)}\n`,
	],
	...[
		...[
			'wp-config.php.bak',
			'wp-config.bak',
			'wp-config-prod.php',
			'wp-config.old',
			'appsettings.Production.json',
			'appsettings.Staging.json',
			'local.settings.json',
		],
		...[
			'secrets.prod.yml',
			'secrets-dev.yaml',
			'htpasswd',
			'Cookies',
			'cookies.sqlite',
			'Chrome Passwords.csv',
			'bitwarden_export.json',
			'bitwarden_export_2026.csv',
		],
		...[
			'contraseñas.txt',
			'contrasen\u0303as.xlsx',
			'Claves clientes.xlsx',
			'senhas.txt',
			'Senhas 2026.docx',
			'passwords.xlsx',
			'credenciales.csv',
			'credenciais.txt',
			'.env.produccion',
			'prod.env',
		],
		...[
			'lastpass_vault_export.csv',
			'Microsoft Edge Passwords.csv',
			'key.properties',
			'id_rsa.bak',
			'github-recovery-codes.txt',
			'autounattend.xml',
			'acme-firebase-adminsdk-x1.json',
		],
	].map((name): Row => ['names', name, () => '']),
	[
		'auth.json',
		'auth.json',
		d => json({ 'http-basic': { 'repo.magento.com': { username: d(32, hex), password: d(8, lowerCase) } } }),
	],
	[
		'settings.xml',
		'settings.xml',
		d =>
			`<settings><servers><server><id>nexus</id><password>${d(4, lowerCase)}${d(4, digits)}</password></server></servers></settings>\n`,
	],
	[
		'HAR',
		'sitio.har',
		d =>
			json({
				log: {
					version: '1.2',
					entries: [{ request: { url: 'https://acme.com', cookies: [{ name: 'sid', value: d(8) }] } }],
				},
			}),
	],
	[
		'cookies.txt',
		'cookies.txt',
		d => `# Netscape HTTP Cookie File\n.acme.com\tTRUE\t/\tTRUE\t1900000000\tsid\t${d(8)}\n`,
	],
]);

/** One and the same kind of secret in the forms that files have. */
const forms = grouped('forms', [
	['UTF-16 LE', 'notas.txt', d => Buffer.from(`Contraseña: ${github(d)}\r\n`, 'utf16le')],
	['UTF-16 LE with mark', 'notas.txt', d => Buffer.from(`\ufeffToken — ${github(d)}\r\n`, 'utf16le')],
	['UTF-16 BE', 'notas.txt', d => Buffer.from(`token = "${d(32)}"\r\n`, 'utf16le').swap16()],
	['PEM, Windows line ends', 'k.txt', () => pem(rsaKey(), 'pkcs8').replaceAll('\n', '\r\n')],
	[
		'PEM in one line of JSON',
		'cuenta.json',
		() => json({ type: 'service_account', private_key: pem(rsaKey(), 'pkcs8') }),
	],
	['PEM in JSON in JSON', 'event.json', () => json({ body: JSON.stringify({ key: pem(rsaKey(), 'pkcs8') }) })],
	['PEM, indented', 'values.yaml', () => `tls:\n  key: |\n${pem(ecKey(), 'pkcs8').replace(/^/gm, '    ')}`],
	[
		'PEM, joined with +',
		'Firma.java',
		() =>
			`String k = ${pem(rsaKey(), 'pkcs8')
				.trim()
				.split('\n')
				.map(line => `"${line}\\n"`)
				.join(' +\n\t\t')};\n`,
	],
	['PEM, in a comment', 'firma.js', () => pem(rsaKey(), 'pkcs1').replace(/^/gm, '// ')],
	['PEM, quoted in a mail', 'correo.eml', () => pem(rsaKey(), 'pkcs1').replace(/^/gm, '> ')],
	['PEM in .env', 'firma.env.txt', () => `KEY="${pem(ecKey(), 'pkcs8').replaceAll('\n', '\\n')}"\n`],
	['YAML', 'docker-compose.yml', d => `services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: ${password(d)}\n`],
	['YAML list', 'compose.prod.yml', d => `    environment:\n      - JWT_SECRET=${d(40)}\n`],
	['Kubernetes, env', 'deploy.yaml', d => `        env:\n        - name: DB_PASSWORD\n          value: "${d(20)}"\n`],
	[
		'Kubernetes, Secret',
		'secreto.yaml',
		d =>
			`apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  usuario: ${Buffer.from(d(9)).toString('base64')}\n`,
	],
	['GitHub Actions', 'ci.yml', d => `      env:\n        NPM_TOKEN: ${d(36)}\n`],
	['GitLab CI', '.gitlab-ci.yml', d => `variables:\n  DEPLOY_TOKEN: "${d(24)}"\n`],
	['shell', 'deploy.sh', d => `export API_KEY='${d(32)}'\n`],
	['shell, curl', 'probar.sh', d => `curl -X POST https://api.acme.com -H "Authorization: Bearer ${d(40)}"\n`],
	['shell, curl -u', 'probar2.sh', d => `curl -u admin:${d(16)} https://api.acme.com\n`],
	[
		'shell, curl Basic',
		'probar3.sh',
		d => `curl -H 'Authorization: Basic ${basic('admin', d(14))}' https://acme.com\n`,
	],
	['shell, sshpass', 'subir2.sh', d => `sshpass -p '${d(12)}' scp a.zip deploy@acme.com:/srv\n`],
	['shell, argument', 'correr.sh', d => `./server --api-key ${d(32)} --port 80\n`],
	[
		'PowerShell',
		'alta.ps1',
		d => `$clave = ConvertTo-SecureString "${password(d)}" -AsPlainText\n$env:API_TOKEN = "${d(32)}"\n`,
	],
	['batch file', 'alta.bat', d => `set DB_PASSWORD=${d(16)}\r\n`],
	['PHP, define', 'conf.inc.php', d => `<?php define('DB_PASSWORD', '${password(d)}');\n`],
	['PHP, array', 'database.php', d => `'password' => '${password(d)}',\n`],
	['PHP, salts of WordPress', 'sales.php', d => `define('AUTH_KEY',         '${d(64)}');\n`],
	['Python', 'ajustes2.py', d => `AWS_SECRET_ACCESS_KEY = "${d(40, base64)}"\n`],
	['Python, dictionary', 'conf2.py', d => `cfg = {"api_key": "${d(32)}"}\n`],
	['notebook', 'modelo.ipynb', d => json({ cells: [{ cell_type: 'code', source: [`api_key = "${d(32)}"\n`] }] })],
	['JavaScript', 'firebase.js', d => `const config = { apiSecret: \`${d(32)}\` };\n`],
	['TypeScript, with a type', 'conf.ts', d => `export const apiKey: string = '${d(32)}';\n`],
	['C#', 'Conf.cs', d => `private const string ApiKey = @"${d(32)}";\n`],
	['Java', 'Conf.java', d => `config.setPassword("${password(d)}");\n`],
	['Go', 'conf.go', d => `apiToken := "${d(40, hex)}"\n`],
	['Ruby', 'conf.rb', d => `config.secret_key = '${d(64, hex)}'\n`],
	['Kotlin', 'conf.kt', d => `val clientSecret = "${d(32)}"\n`],
	['Terraform', 'main.tf', d => `resource "db" "a" {\n  master_password = "${password(d)}"\n}\n`],
	[
		'Terraform, default of a variable',
		'vars.tf',
		d => `variable "db_password" {\n  type    = string\n  default = "${password(d)}"\n}\n`,
	],
	['TOML', 'conf.toml', d => `[api]\nsecret_key = "${d(40)}"\n`],
	['INI', 'conf.ini', d => `[smtp]\npassword = ${password(d)}\n`],
	['XML, element', 'conf.xml', d => `<conf><apiKey>${d(32)}</apiKey></conf>\n`],
	['XML, attribute', 'conf2.xml', d => `<connection user="sa" password="${password(d)}"/>\n`],
	['XML, add', 'Web.config', d => `<appSettings><add key="ApiKey" value="${d(32)}" /></appSettings>\n`],
	['plist', 'Info.plist', d => `<key>ApiSecret</key>\n\t<string>${d(32)}</string>\n`],
	[
		'appsettings.json',
		'appsettings.json',
		d => json({ ConnectionStrings: { Default: `Data Source=db;Initial Catalog=v;User ID=sa;Password=${d(8)}` } }),
	],
	[
		'Postman collection',
		'api.postman_collection.json',
		d => json({ auth: { bearer: [{ key: 'token', value: d(40), type: 'string' }] } }),
	],
	[
		'Postman environment',
		'prod.postman_environment.json',
		d => json({ values: [{ key: 'api_key', value: d(32), enabled: true }] }),
	],
	['HAR, header', 'peticion.json', d => json({ headers: [{ name: 'Authorization', value: `Bearer ${d(40)}` }] })],
	['SQL, user', 'usuarios.sql', d => `CREATE USER 'web'@'%' IDENTIFIED BY '${d(12)}';\n`],
	['SQL, role', 'roles.sql', d => `ALTER ROLE web WITH PASSWORD '${password(d)}';\n`],
	[
		'SQL, dump of options',
		'dump.sql',
		d => `INSERT INTO opciones VALUES (4,'smtp_password','x'),(5,'token','sk_live_${d(24)}');\n`,
	],
	['address with a query', 'enlace.md', d => `https://api.acme.com/v1/pedidos?api_key=${d(32)}&page=2\n`],
	['header', 'probar.http', d => `GET https://api.acme.com\nX-Api-Key: ${d(40)}\n`],
	['.netrc in a text', 'leeme.txt', d => `machine api.acme.com login juan password ${d(12)}\n`],
	['Spanish', 'datos.yml', d => `contraseña: ${password(d)}\n`],
	['Spanish, Latin-1', 'datos.ini', d => Buffer.from(`contraseña=${password(d)}\n`, 'latin1')],
	['Portuguese', 'dados.yml', d => `senha_banco: "${password(d)}"\n`],
	['Portuguese, key', 'dados.json', d => json({ chave_api: d(32) })],
	['UUID', 'conf3.env.txt', d => `SERVICE_TOKEN=${uuid(d)}\n`],
	['Base64 URL', 'conf4.env.txt', d => `SESSION_SECRET=${d(43, base64Url)}\n`],
	['JWK', 'clave.jwk.json', d => json({ kty: 'RSA', n: d(342, base64Url), d: d(342, base64Url) })],
	[
		'one-time passwords',
		'migracion.txt',
		d => `otpauth://totp/Acme:juan?secret=${d(32, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}&issuer=Acme\n`,
	],
	['exported passwords', 'export.csv', d => `name,url,username,password\nAcme,https://acme.com,juan,${d(9)}\n`],
	['.htpasswd', 'usuarios.txt', d => `juan:$apr1$${d(8)}$${d(22)}\n`],
]);

const letters = (d: Draw, between: string): string => [1, 2, 3, 4].map(() => d(4, 'bcdfghjklmnp')).join(between);

/** What a stranger found passing. */
const lately = grouped('kinds that passed lately', [
	['Resend', 'correo.ts', d => `const correo = new Resend('re_${d(8)}_${d(24)}');\n`],
	['Zapier', 'flujo.md', d => `https://hooks.zapier.com/hooks/catch/${d(7, '23456789')}/${d(7, lowerCase)}/\n`],
	['WordPress, salts with marks', 'sales2.php', d => `define('LOGGED_IN_SALT',   '${d(20)}<{ ${d(18)}" ;${d(20)}');\n`],
	['Rust', 'conf.rs', d => `const API_TOKEN: &'static str = "${d(40)}";\n`],
	['Visual Basic', 'Modulo.bas', d => `Const DB_PASSWORD As String = "${password(d)}"\n`],
	['PowerShell, secure string', 'alta2.ps1', d => `$x = ConvertTo-SecureString -String "${d(12)}#" -AsPlainText\n`],
	['fish', 'config.fish', d => `set -gx API_TOKEN ${d(40)}\n`],
	['Docker, ENV', 'Dockerfile', d => `FROM node\nENV API_SECRET ${d(40)}\n`],
	['Apache, SetEnv', '.htaccess', d => `\tSetEnv DB_PASSWORD ${d(24)}\n`],
	['lftp', 'subir3.sh', d => `lftp -u acme,${password(d).replace('$', '!')} -e "mirror -R" ftp.acme.com\n`],
	[
		'mysqldump',
		'respaldo.sh',
		d => `mysqldump -h db.acme.com -u root -p${password(d).replace('$', '!')} ventas > v.sql\n`,
	],
	['smtplib', 'correo.py', d => `server.login("juan@acme.com", "${letters(d, ' ')}")\n`],
	['password of a program', 'correo.php', d => `$mail->Password = '${letters(d, ' ')}';\n`],
	['password of a program, with hyphens', 'subir4.sh', d => `APPLE_PASSWORD=${letters(d, '-')}\n`],
	['Redis, no user', 'cache.js', d => `conectar('redis://:${d(20)}@cache:6379');\n`],
	[
		'FileZilla',
		'sitios.xml',
		d => `<User>acme</User><Pass encoding="base64">${Buffer.from(d(14)).toString('base64')}</Pass>\n`,
	],
	['.pgpass', 'conexiones.txt', d => `db.acme.com:5432:ventas:app:${password(d)}\n`],
	['shadow', 'usuarios.bak', d => `root:$6$${d(16)}$${d(86)}:19000:0:99999:7:::\n`],
	['WordPress, database dump', 'sitio.sql', d => `INSERT INTO wp_users VALUES (1,'admin','$P$B${d(30)}','admin');\n`],
	['HAR, cookie of a session', 'captura.json', d => json({ name: 'Cookie', value: `lang=es; sessionid=${d(40)}` })],
	['OpenVPN', 'ta.txt', d => `-----BEGIN OpenVPN ${'Static key'} V1-----\n${d(32, hex)}\n${d(32, hex)}\n`],
	['Wi-Fi', 'wpa.txt', d => `network={\n\tssid="Acme"\n\tpsk="${password(d)}"\n}\n`],
	['Wi-Fi, Windows', 'WiFi-Acme.xml', d => `<sharedKey><keyMaterial>${password(d)}</keyMaterial></sharedKey>\n`],
	[
		'PEM in Base64, after an empty line',
		'v.yaml',
		() => `k: ${Buffer.from(`\n${pem(ecKey(), 'pkcs8')}`).toString('base64')}\n`,
	],
	['JWK, symmetric', 'simetrica.json', d => json({ kty: 'oct', k: d(43, base64Url) })],
	['RSAKeyValue', 'clave.xml', d => `<RSAKeyValue><Exponent>AQAB</Exponent><D>${d(171, base64)}=</D></RSAKeyValue>\n`],
	['createHmac', 'firmar.js', d => `crypto.createHmac('sha256', '${d(64, hex)}');\n`],
	['no-break space', 'copiado.txt', d => `DB_PASSWORD\u00a0=\u00a0${password(d)}\n`],
	['zero-width space', 'copiado2.txt', d => `DB_PASSWORD=\u200b${password(d)}\n`],
	['quotes of a word processor', 'notas.md', d => `password: “${password(d)}”\n`],
	['ñ in a mail', 'correo2.eml', d => `Contrase=C3=B1a: ${password(d)}\n`],
	['ñ as PHP writes it', 'datos3.json', d => `{"contrase${'\\u00f1'}a":"${password(d)}"}\n`],
	['Markdown, bold', 'accesos2.md', d => `- **Senha:** \`${password(d)}\`\n- **Usuario**: juan\n`],
	[
		'Markdown, table',
		'sitios.md',
		d => `| Sitio | Usuario | Contraseña |\n|---|---|---|\n| cPanel | acme | ${password(d)} |\n`,
	],
	['CSV', 'sitios.csv', d => `sitio;usuario;clave\ncpanel;acme;${password(d)}\n`],
	['HTML, table', 'sitios.html', d => `<tr><td>Password</td><td>${password(d)}</td></tr>\n`],
	['TOML, three quotes', 'conf2.toml', d => `secret = '''${d(40)}'''\n`],
	['YAML, folded', 'plegado.yml', d => `password: >-\n  ${password(d)}\n`],
	['YAML, anchor', 'ancla.yml', d => `password: &pw "${password(d)}"\n`],
	['JavaScript, or else', 'conf5.js', d => `const clave = process.env.API_SECRET || "${d(40)}";\n`],
	['Base64 that is padded', 'conf6.yml', d => `api_secret: ${password(d).replace('$', '')}0w==\n`],
	...[
		...[
			'.dev.vars',
			'id_rsa copia',
			'firebase-adminsdk-x1.json',
			'token.pickle',
			'api_key.txt',
			'acme-token.txt',
			'.token',
		],
		...[
			'1Password Emergency Kit A3.pdf',
			'códigos de recuperación.txt',
			'ftp-sync.json',
			'sftp-config.json',
			'privkey.pem',
		],
		...['.databrickscfg'],
	].map((name): Row => ['names', name, () => '']),
]);

/** Secrets in files as people leave them. */
export const leftAroundSecrets: readonly SecretFile[] = [...onceMissed, ...forms, ...lately];
