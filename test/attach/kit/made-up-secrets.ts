import { seeded } from './seeded.js';

/** A secret of one kind, made up when asked for: a file with a real-looking one in it could not be committed. */
export interface SecretKind {
	readonly name: string;
	make(): string;
}

// No word can come about from these, nor a row of one character: what looks like an example is not held back.
const consonants = 'BCDFGHJKLMNPQRSTVWXZbcdfghjklmnpqrstvwxz';
const upper = consonants.slice(0, 20);
const lower = consonants.slice(20);
const digits = '023456789';
const alphanumeric = consonants + digits;
const hex = `${digits}bcdef`;

// The same in each run: of true noise one in some thousands looks like no secret, which is measured by its share and not here.
const drawn = seeded(41);

/** As many characters of an alphabet, no two alike beside each other. */
export function draw(length: number, alphabet = alphanumeric): string {
	let text = '';
	while (text.length < length) {
		const next = alphabet[drawn.below(alphabet.length)] ?? '';
		text += text.endsWith(next) ? '' : next;
	}
	return text;
}

function pem(label: string, first: string): string {
	const body = Array.from({ length: 8 }, (_, line) => (line === 0 ? first + draw(40) : draw(64)));
	return [`-----BEGIN ${label}-----`, ...body, `-----END ${label}-----`, ''].join('\n');
}

/** A JSON Web Token: its first two parts are JSON objects. */
export function jwt(): string {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: draw(12), exp: 1_900_000_000 })}.${draw(43)}`;
}

export function privateKey(label = 'RSA PRIVATE KEY'): string {
	return pem(label, 'MIIEpAIBAAKCAQEA');
}

/** What may stand beside a private key and is none. */
export function certificate(label = 'CERTIFICATE'): string {
	return pem(label, 'MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUF');
}

const kind = (name: string, make: () => string): SecretKind => ({ name, make });

/** The kinds that are known, as makers document them or as scanners list them. */
export const secretKinds: readonly SecretKind[] = [
	kind('private key, PKCS #1', () => privateKey()),
	kind('private key, PKCS #8', () => pem('PRIVATE KEY', 'MIIEvQIBADANBgkqhkiG9w0B')),
	kind('private key, PKCS #8 encrypted', () => pem('ENCRYPTED PRIVATE KEY', 'MIIFHDBOBgkqhkiG9w0BBQ')),
	kind('private key, SEC 1', () => pem('EC PRIVATE KEY', 'MHcCAQEEI')),
	kind('private key, DSA', () => pem('DSA PRIVATE KEY', 'MIIBugIBAAKBgQ')),
	kind('private key, OpenSSH', () => pem('OPENSSH PRIVATE KEY', 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmU')),
	kind('private key, PGP', () =>
		pem('PGP PRIVATE KEY BLOCK', 'lQOYBF').replace('-----\n', '-----\nVersion: GnuPG v2\n\n'),
	),
	kind('private key, with headers', () =>
		privateKey().replace('-----\n', `-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,${draw(32, hex)}\n\n`),
	),
	kind('private key in JSON', () =>
		JSON.stringify({ type: 'service_account', private_key: privateKey('PRIVATE KEY') }),
	),
	kind('private key in YAML', () => `key: |\n${privateKey().replace(/^/gm, '        ')}`),
	kind('private key, Windows line ends', () => privateKey().replaceAll('\n', '\r\n')),
	kind('PuTTY', () => `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 1\n${draw(48)}\n`),
	kind('age', () => `AGE-SECRET-KEY-1${draw(58, upper + digits)}`),
	kind('AWS access key ID', () => `AKIA${draw(16, `${upper}246`)}`),
	kind('AWS temporary access key ID', () => `ASIA${draw(16, `${upper}246`)}`),
	kind('AWS secret access key', () => `aws_secret_access_key = ${draw(40)}`),
	kind('AWS secret access key in an environment', () => `export AWS_SECRET_ACCESS_KEY="${draw(40)}"`),
	kind('AWS secret access key in JSON', () => JSON.stringify({ SecretAccessKey: draw(40) })),
	kind('COR client secret', () => `COR_CLIENT_SECRET=${draw(40)}`),
	...['ghp', 'gho', 'ghu', 'ghs', 'ghr'].map(start => kind(`GitHub ${start}`, () => `${start}_${draw(36)}`)),
	kind('GitHub fine-grained', () => `github_pat_${draw(22)}_${draw(59)}`),
	...['glpat', 'gldt', 'glrt', 'glptt'].map(start => kind(`GitLab ${start}`, () => `${start}-${draw(20)}`)),
	kind('Bitbucket', () => `ATBB${draw(32)}`),
	kind('Atlassian', () => `ATATT3${draw(184)}=${draw(8)}`),
	kind('Slack bot', () => `xoxb-${draw(12, digits)}-${draw(12, digits)}-${draw(24)}`),
	kind('Slack user', () => `xoxp-${draw(12, digits)}-${draw(12, digits)}-${draw(12, digits)}-${draw(32, hex)}`),
	kind('Slack app', () => `xapp-1-A${draw(10, upper)}-${draw(13, digits)}-${draw(64, hex)}`),
	kind('Slack webhook', () => `https://hooks.slack.com/services/T${draw(10, upper)}/B${draw(10, upper)}/${draw(24)}`),
	kind('Discord webhook', () => `https://discord.com/api/webhooks/${draw(19, digits)}/${draw(68)}`),
	kind('Microsoft Teams webhook', () => {
		const uuid = () => [8, 4, 4, 4, 12].map(length => draw(length, hex)).join('-');
		return `https://acme.webhook.office.com/webhookb2/${uuid()}@${uuid()}/IncomingWebhook/${draw(32, hex)}/${uuid()}`;
	}),
	kind('Google API key', () => `AIza${draw(35)}`),
	kind('Google client secret', () => `GOCSPX-${draw(28)}`),
	kind('Google access token', () => `ya29.${draw(120)}`),
	kind('Google refresh token', () => `1//0${draw(99)}`),
	kind('Azure storage', () => `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${draw(86)}==;`),
	kind('Azure service bus', () => `Endpoint=sb://acme/;SharedAccessKeyName=Root;SharedAccessKey=${draw(43)}=`),
	...['sk_live', 'rk_live', 'sk_test'].map(start => kind(`Stripe ${start}`, () => `${start}_${draw(24)}`)),
	kind('Stripe webhook', () => `whsec_${draw(32)}`),
	kind('Square', () => `sq0atp-${draw(22)}`),
	kind('Braintree', () => `access_token$production$${draw(16, lower + digits)}$${draw(32, hex)}`),
	kind('Meta', () => `EAAG${draw(180)}`),
	kind('SendGrid', () => `SG.${draw(22)}.${draw(43)}`),
	kind('Brevo', () => `xkeysib-${draw(64, hex)}-${draw(16)}`),
	kind('Mailgun', () => `key-${draw(32, hex)}`),
	kind('Postman', () => `PMAK-${draw(24, hex)}-${draw(34, hex)}`),
	kind('npm', () => `npm_${draw(36)}`),
	kind('npm configuration', () => `//registry.example.com/:_authToken=${draw(40)}`),
	kind('PyPI', () => `pypi-AgEIcHlwaS5vcmc${draw(150)}`),
	kind('RubyGems', () => `rubygems_${draw(48, hex)}`),
	kind('crates.io', () => `cio${draw(32)}`),
	kind('NuGet', () => `oy2${draw(43, lower + digits)}`),
	kind('Docker', () => `dckr_pat_${draw(27)}`),
	kind('OpenAI project', () => `sk-proj-${draw(74)}T3BlbkFJ${draw(74)}`),
	kind('OpenAI', () => `sk-${draw(20)}T3BlbkFJ${draw(20)}`),
	kind('Anthropic', () => `sk-ant-api03-${draw(93)}AA`),
	kind('OpenRouter', () => `sk-or-v1-${draw(64, hex)}`),
	kind('Hugging Face', () => `hf_${draw(34, consonants)}`),
	kind('Groq', () => `gsk_${draw(52)}`),
	kind('xAI', () => `xai-${draw(80)}`),
	kind('Perplexity', () => `pplx-${draw(48)}`),
	kind('Replicate', () => `r8_${draw(37)}`),
	...['shpat', 'shpca', 'shppa', 'shpss'].map(start => kind(`Shopify ${start}`, () => `${start}_${draw(32, hex)}`)),
	kind('DigitalOcean', () => `dop_v1_${draw(64, hex)}`),
	kind('Heroku', () => `HRKU-${draw(60)}`),
	kind('Netlify', () => `nfp_${draw(36)}`),
	kind('Vercel', () => `vcp_${draw(56)}`),
	kind('Cloudflare', () => `cfut_${draw(40)}`),
	kind('Supabase', () => `sbp_${draw(40, hex)}`),
	kind('PlanetScale', () => `pscale_tkn_${draw(43)}`),
	kind('Databricks', () => `dapi${draw(32, hex)}`),
	kind('Doppler', () => `dp.pt.${draw(43)}`),
	kind('HashiCorp Vault', () => `hvs.${draw(95)}`),
	kind('Terraform', () => `${draw(14)}.atlasv1.${draw(67)}`),
	kind('Pulumi', () => `pul-${draw(40, hex)}`),
	kind('1Password', () => {
		const account = { muk: { alg: 'A256GCM', k: draw(43) }, secretKey: draw(34), srpX: draw(64, hex), user: '' };
		// Its last byte stands alone, as scanners want it.
		while (JSON.stringify(account).length % 3 !== 1) {
			account.user += draw(1);
		}
		return `ops_${Buffer.from(JSON.stringify(account)).toString('base64')}`;
	}),
	kind('Grafana service account', () => `glsa_${draw(32)}_${draw(8, hex)}`),
	kind('Grafana Cloud', () => `glc_${draw(100)}`),
	kind('New Relic', () => `NRAK-${draw(27, upper + digits)}`),
	kind('Sentry', () => `sntrys_${draw(120)}`),
	kind('Sentry user', () => `sntryu_${draw(64, hex)}`),
	kind('Linear', () => `lin_api_${draw(40)}`),
	kind('Notion', () => `ntn_${draw(11, digits)}${draw(35)}`),
	kind('Notion, older', () => `secret_${draw(43)}`),
	kind('Figma', () => `figd_${draw(40)}`),
	kind('Airtable', () => `pat${draw(14)}.${draw(64, hex)}`),
	kind('HubSpot', () => `pat-na1-${[8, 4, 4, 4, 12].map(length => draw(length, hex)).join('-')}`),
	kind('Contentful', () => `CFPAT-${draw(43)}`),
	kind('Dropbox', () => `sl.${draw(135)}`),
	kind('Tailscale', () => `tskey-auth-${draw(12)}CNTRL-${draw(32)}`),
	kind('Telegram', () => `bot = "${draw(10, digits)}:AAH${draw(32)}"`),
	kind('JWT', jwt),
	kind('PostgreSQL', () => `DATABASE_URL=postgres://app:${draw(16)}@db.acme.net:5432/app`),
	kind('MongoDB', () => `mongodb+srv://app:${draw(16)}@cluster0.acme.mongodb.net/app`),
];
