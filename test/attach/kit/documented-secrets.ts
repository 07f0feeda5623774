import { base64, base64Url, type Draw, digits, hex, lowerCase, upperCase, uuid } from './seeded.js';

/** A file that people leave around, with a secret in it that is made up when asked for. */
export interface SecretFile {
	readonly group: string;
	readonly kind: string;
	readonly path: string;
	contents(draw: Draw): string | Uint8Array;
}

const upperDigits = upperCase + digits;
const lowerDigits = lowerCase + digits;

type Row = readonly [kind: string, path: string, contents: (draw: Draw) => string];

const grouped = (group: string, rows: readonly Row[]): SecretFile[] =>
	rows.map(([kind, path, contents]) => ({ group, kind, path, contents }));

const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

const jwt = (draw: Draw, claims: object): string =>
	[{ alg: 'HS256', typ: 'JWT' }, claims]
		.map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
		.concat(draw(43, base64Url))
		.join('.');

const basic = (user: string, password: string): string => Buffer.from(`${user}:${password}`).toString('base64');

/** What the documents of payment services in Latin America tell their integrators to put in a file. */
const payments = grouped('payments, Latin America', [
	[
		'Mercado Pago, access token',
		'cobros.py',
		d =>
			`import mercadopago\nsdk = mercadopago.SDK("APP_USR-${d(16, digits)}-${d(6, digits)}-${d(32, hex)}-${d(9, digits)}")\n`,
	],
	[
		'Mercado Pago, test access token',
		'notas.md',
		d => `Credenciales de prueba:\n\n    TEST-${d(16, digits)}-${d(6, digits)}-${d(32, hex)}-${d(9, digits)}\n`,
	],
	[
		'Mercado Pago, client secret',
		'mp.yml',
		d => `mercadopago:\n  client_id: ${d(16, digits)}\n  client_secret: ${d(32)}\n`,
	],
	['Mercado Pago, webhook secret', 'deploy.sh', d => `export MP_WEBHOOK_SECRET=${d(64, hex)}\nnode server.js\n`],
	['Wompi, private key', 'pagos.json', d => json({ publicKey: `pub_prod_${d(32)}`, privateKey: `prv_prod_${d(32)}` })],
	['Wompi, test private key', 'wompi.txt', d => `llave de prueba prv_test_${d(32)}\n`],
	['Wompi, integrity secret', 'wompi.ts', d => `export const integridad = 'prod_integrity_${d(32)}';\n`],
	['Wompi, events secret', 'eventos.php', d => `<?php\n$eventos = 'prod_events_${d(32)}';\n`],
	['Conekta, private key', 'conekta.rb', d => `Conekta.api_key = "key_${d(22)}"\n`],
	['Pagar.me v4', 'cobranca.php', d => `<?php\n$pagarme = new PagarMe\\Client('ak_live_${d(30)}');\n`],
	[
		'Pagar.me v5',
		'pagarme.http',
		d => `GET https://api.pagar.me/core/v5/orders\nAuthorization: Basic ${basic(`sk_${d(16)}`, '')}\n`,
	],
	['Pagar.me v5, key', 'app.config.js', d => `module.exports = { pagarme: { secretKey: 'sk_${d(16)}' } };\n`],
	[
		'Openpay, private key',
		'openpay.sh',
		d => `curl https://api.openpay.mx/v1/m${d(19, lowerDigits)}/charges \\\n  -u sk_${d(32, hex)}:\n`,
	],
	['Culqi, secret key', 'culqi.php', d => `$culqi = new Culqi\\Culqi(array('api_key' => 'sk_live_${d(16)}'));\n`],
	['Culqi, test secret key', 'culqi.md', d => `SECRET: sk_test_${d(16)}\n`],
	[
		'Asaas, production',
		'asaas.sh',
		d => `curl https://api.asaas.com/v3/payments -H 'access_token: $aact_prod_${d(164)}'\n`,
	],
	['Asaas, sandbox', 'asaas.ini', d => `[asaas]\nchave = $aact_hmlg_${d(164)}\n`],
	[
		'Asaas, old form',
		'asaas.json',
		d => json({ chave: `$aact_YTU5YTE0M2M2N2I4MTliNzk0YTI5N2U5MzdjNWZmNDQ6OjAwMDAw${d(40)}` }),
	],
	['PayU Latam, API key', 'env.txt', d => `PAYU_MERCHANT_ID=508029\nPAYU_API_KEY=${d(26)}\nPAYU_API_LOGIN=${d(15)}\n`],
	['Kushki, private merchant id', 'kushki.env.txt', d => `KUSHKI_PRIVATE_MERCHANT_ID=${d(32, hex)}\n`],
	[
		'Kushki, header',
		'kushki.sh',
		d => `curl https://api.kushkipagos.com/card/v1/charges --header 'Private-Merchant-Id: ${d(32, hex)}'\n`,
	],
	[
		'Transbank, API key secret',
		'webpay.env.txt',
		d => `TBK_API_KEY_ID=597055555532\nTBK_API_KEY_SECRET=${d(64, hex)}\n`,
	],
	[
		'Transbank, header',
		'webpay.http',
		d => `POST /rswebpaytransaction\nTbk-Api-Key-Secret: ${d(64, hex).toUpperCase()}\n`,
	],
	[
		'PagSeguro, token',
		'pagseguro.properties',
		d => `pagseguro.email=loja@acme.com.br\npagseguro.token=${d(32, hex).toUpperCase()}\n`,
	],
	[
		'PagBank, bearer',
		'pagbank.sh',
		d => `curl -H "Authorization: Bearer ${uuid(d)}${d(40, hex)}-${d(12, hex)}" https://api.pagseguro.com/orders\n`,
	],
	[
		'dLocal, transaction key',
		'dlocal.yaml',
		d => `dlocal:\n  x_login: ${d(10)}\n  x_trans_key: ${d(10)}\n  secret_key: ${d(32)}\n`,
	],
	['EBANX, integration key', 'ebanx.json', d => json({ integration_key: d(62, hex) })],
	['Iugu, live token', 'iugu.rb', d => `Iugu.api_key = '${d(64, hex).toUpperCase()}'\n`],
	['Getnet Brasil', 'getnet.env.txt', d => `GETNET_CLIENT_ID=${uuid(d)}\nGETNET_CLIENT_SECRET=${uuid(d)}\n`],
	['Stone', 'stone.toml', d => `[stone]\nclient_secret = "${d(36)}"\n`],
	['Cielo, merchant key', 'cielo.json', d => json({ MerchantId: uuid(d), MerchantKey: d(40, upperCase) })],
	['Rede, token', 'rede.env.txt', d => `REDE_PV=10002147\nREDE_TOKEN=${d(32, hex)}\n`],
	[
		'Tiendanube, access token',
		'tiendanube.sh',
		d => `curl -H 'Authentication: bearer ${d(40, hex)}' https://api.tiendanube.com/v1/123456/products\n`,
	],
	['Tiendanube, client secret', 'tn.js', d => `const app = { clientId: 1234, clientSecret: '${d(48, hex)}' };\n`],
	[
		'VTEX, application key',
		'vtex.sh',
		d =>
			`curl 'https://acme.vtexcommercestable.com.br/api/oms/pvt/orders' -H 'X-VTEX-API-AppKey: vtexappkey-acme-${d(6, upperCase)}' -H 'X-VTEX-API-AppToken: ${d(128, upperCase)}'\n`,
	],
	['Rappi, client secret', 'rappi.env.txt', d => `RAPPI_CLIENT_ID=${d(32)}\nRAPPI_CLIENT_SECRET=${d(64, base64Url)}\n`],
	[
		'MercadoLibre, refresh token',
		'meli.json',
		d => json({ refresh_token: `TG-${d(24, hex)}-${d(9, digits)}`, expires_in: 21600 }),
	],
	['Flow, secret key', 'flow.php', d => `define('FLOW_SECRET_KEY', '${d(40, hex)}');\n`],
	['Khipu, API key', 'khipu.sh', d => `curl https://payment-api.khipu.com/v3/payments -H 'x-api-key: ${uuid(d)}'\n`],
	['Bold, secret key', 'bold.env.txt', d => `BOLD_IDENTITY_KEY=${d(32)}\nBOLD_SECRET_KEY=${d(22)}\n`],
	[
		'ePayco, private key',
		'epayco.js',
		d => `const epayco = require('epayco-sdk-node')({ apiKey: '${d(32, hex)}', privateKey: '${d(32, hex)}' });\n`,
	],
	['Niubiz', 'niubiz.cs', d => `var niubizPassword = "${d(3, upperCase)}7${d(6)}_K2s";\n`],
	[
		'Efí (Gerencianet)',
		'efi.json',
		d => json({ client_id: `Client_Id_${d(40, hex)}`, client_secret: `Client_Secret_${d(40, hex)}` }),
	],
	[
		'Woovi (OpenPix)',
		'woovi.env.txt',
		d => `OPENPIX_APP_ID=${basic(`Client_Id_${uuid(d)}`, `Client_Secret_${d(43)}=`)}\n`,
	],
	['Clip', 'clip.env.txt', d => `CLIP_SECRET_KEY=${uuid(d)}\n`],
	['Nubank, API password', 'nubank.properties', d => `nubank.api.password=${d(20)}\n`],
]);

/** Services of the whole world, by the prefix or the place that their documents give. */
const services = grouped('services, world', [
	['Stripe, restricted key', 'stripe.go', d => `stripe.Key = "rk_live_${d(24)}"\n`],
	['Stripe, webhook', 'hooks.ts', d => `const endpointSecret = 'whsec_${d(32)}';\n`],
	[
		'Adyen, API key',
		'adyen.sh',
		d =>
			`curl -H 'x-API-key: AQE${d(5)}${d(120, base64)}-${d(44, base64)}-${d(16)}' https://checkout-test.adyen.com/v71/payments\n`,
	],
	[
		'PayPal, client secret',
		'paypal.env.txt',
		d => `PAYPAL_CLIENT_ID=A${d(79, base64Url)}\nPAYPAL_CLIENT_SECRET=E${d(79, base64Url)}\n`,
	],
	['Braintree, access token', 'bt.rb', d => `token = 'access_token$production$${d(16, lowerDigits)}$${d(32, hex)}'\n`],
	[
		'Braintree, private key',
		'bt.py',
		d => `gateway = Gateway(merchant_id="x9", public_key="${d(16, lowerDigits)}", private_key="${d(32, hex)}")\n`,
	],
	['Square, access token', 'square.txt', d => `producción: EAAA${d(60, base64Url)}\n`],
	['Square, secret', 'square.md', d => `app secret sq0csp-${d(43, base64Url)}\n`],
	[
		'Razorpay, key secret',
		'razorpay.js',
		d => `new Razorpay({ key_id: 'rzp_live_${d(14)}', key_secret: '${d(24)}' });\n`,
	],
	['Coinbase, API secret', 'coinbase.env.txt', d => `COINBASE_API_KEY=${d(16)}\nCOINBASE_API_SECRET=${d(32)}\n`],
	['Binance', 'bot.py', d => `api_secret = '${d(64)}'\n`],
	['Shopify, admin', 'shop.liquid.txt', d => `shpat_${d(32, hex)}\n`],
	['Twilio, API key', 'sms.md', d => `Usamos la clave SK${d(32, hex)} de Twilio.\n`],
	[
		'Twilio, auth token',
		'twilio.env.txt',
		d => `TWILIO_ACCOUNT_SID=AC${d(32, hex)}\nTWILIO_AUTH_TOKEN=${d(32, hex)}\n`,
	],
	['SendGrid', 'mail.cs', d => `var client = new SendGridClient("SG.${d(22, base64Url)}.${d(43, base64Url)}");\n`],
	['Mailchimp', 'campaign.txt', d => `clave ${d(32, hex)}-us14\n`],
	['Mailgun, old', 'mg.py', d => `auth=("api", "key-${d(32, hex)}")\n`],
	['Mailgun, new', 'mg.md', d => `${d(32, hex)}-${d(8, hex)}-${d(8, hex)}\n`],
	[
		'Postmark, server token',
		'postmark.sh',
		d => `curl https://api.postmarkapp.com/email -H "X-Postmark-Server-Token: ${uuid(d)}"\n`,
	],
	['Brevo', 'brevo.txt', d => `xkeysib-${d(64, hex)}-${d(16)}\n`],
	[
		'FCM, server key',
		'push.php',
		d => `$headers = ['Authorization: key=AAAA${d(7, base64Url)}:APA91b${d(134, base64Url)}'];\n`,
	],
	[
		'Google, API key',
		'mapa.html',
		d => `<script src="https://maps.googleapis.com/maps/api/js?key=AIza${d(35, base64Url)}"></script>\n`,
	],
	['Google, OAuth client secret', 'oauth.txt', d => `GOCSPX-${d(28, base64Url)}\n`],
	[
		'Google, OAuth access',
		'curl.sh',
		d => `curl -H "Authorization: Bearer ya29.a0${d(160, base64Url)}" https://www.googleapis.com/drive/v3/files\n`,
	],
	['Google, refresh token', 'tokens.txt', d => `1//0${d(60, base64Url)}\n`],
	[
		'AWS, key pair',
		'subir.sh',
		d => `export AWS_ACCESS_KEY_ID=AKIA${d(16, `${upperCase}234567`)}\nexport AWS_SECRET_ACCESS_KEY=${d(40, base64)}\n`,
	],
	['AWS, session', 'cred.json', d => json({ SessionToken: `IQoJb3JpZ2luX2Vj${d(300, base64)}==` })],
	['Amazon Bedrock, API key', 'bedrock.txt', d => `ABSKQmVkcm9ja0FQSUtleS${d(110, base64)}\n`],
	['Azure, client secret', 'az.tf', d => `client_value = "${d(3)}8Q~${d(34)}"\n`],
	[
		'Azure Storage, connection string',
		'storage.config',
		d =>
			`DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${d(86, base64)}==;EndpointSuffix=core.windows.net\n`,
	],
	[
		'Azure, SAS',
		'enlaces.md',
		d =>
			`https://acme.blob.core.windows.net/c/a.zip?sv=2022-11-02&se=2027-01-01&sr=b&sp=r&sig=${encodeURIComponent(`${d(43, base64)}=`)}\n`,
	],
	[
		'Azure Service Bus',
		'bus.txt',
		d => `Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=${d(43, base64)}=\n`,
	],
	['Azure DevOps, token', 'ado.txt', d => `${d(76)}AZDO${d(4)}\n`],
	['Alibaba', 'oss.py', d => `auth = oss2.Auth('LTAI${d(20)}', '${d(30)}')\n`],
	['Tencent', 'cos.txt', d => `AKID${d(32)}\n`],
	['DigitalOcean', 'do.tf', d => `variable "do" { default = "dop_v1_${d(64, hex)}" }\n`],
	['Cloudflare, API token', 'cf.env.txt', d => `CLOUDFLARE_API_TOKEN=${d(40, base64Url)}\n`],
	['Heroku', 'heroku.txt', d => `HRKU-AA${d(58, base64Url)}\n`],
	['Heroku, old', 'heroku.env.txt', d => `HEROKU_API_KEY=${uuid(d)}\n`],
	['Fastly', 'fastly.sh', d => `curl -H "Fastly-Key: ${d(32, base64Url)}" https://api.fastly.com/service\n`],
	['Cloudinary', 'img.rb', d => `cloudinary://${d(15, digits)}:${d(27, base64Url)}@acme\n`],
	[
		'Supabase, service role',
		'supabase.ts',
		d => `const client = createClient(url, '${jwt(d, { iss: 'supabase', role: 'service_role' })}');\n`,
	],
	['Supabase, secret key', 'supabase.txt', d => `sb_secret_${d(22, base64Url)}_${d(8)}\n`],
	['Supabase, access token', 'sb.md', d => `sbp_${d(40, hex)}\n`],
	['Firebase, database secret', 'fb.env.txt', d => `FIREBASE_SECRET=${d(40)}\n`],
	['Mapbox, secret token', 'map.js', d => `mapboxgl.accessToken = 'sk.eyJ1Ijoi${d(40)}.${d(22, base64Url)}';\n`],
	[
		'Algolia, admin key',
		'algolia.env.txt',
		d => `ALGOLIA_APP_ID=${d(10, upperDigits)}\nALGOLIA_ADMIN_KEY=${d(32, hex)}\n`,
	],
	['Datadog, API key', 'dd.yaml', d => `api_key: ${d(32, hex)}\nsite: datadoghq.com\n`],
	['New Relic, licence', 'newrelic.txt', d => `${d(36, hex)}NRAL\n`],
	['New Relic, user key', 'nr.sh', d => `NRAK-${d(27, upperDigits)}\n`],
	[
		'Sentry, auth token',
		'sentry.properties.txt',
		d =>
			`auth=sntrys_${Buffer.from(JSON.stringify({ iat: 1_700_000_000, url: 'https://sentry.io' })).toString('base64')}_${d(43, base64)}\n`,
	],
	['Grafana, service account', 'grafana.sh', d => `glsa_${d(32)}_${d(8, hex)}\n`],
	[
		'Okta, API token',
		'okta.sh',
		d => `curl -H "Authorization: SSWS 00${d(40, base64Url)}" https://acme.okta.com/api/v1/users\n`,
	],
	['Auth0, client secret', 'auth0.env.txt', d => `AUTH0_CLIENT_SECRET=${d(64, base64Url)}\n`],
	['Twitch', 'twitch.env.txt', d => `TWITCH_CLIENT_SECRET=${d(30, lowerDigits)}\n`],
	['Spotify', 'spotify.py', d => `SPOTIPY_CLIENT_SECRET = "${d(32, hex)}"\n`],
	['Facebook, access token', 'fb.txt', d => `EAA${d(100)}ZD\n`],
	['Facebook, app secret', 'fb.yml', d => `facebook:\n  app_secret: ${d(32, hex)}\n`],
	['LinkedIn', 'li.env.txt', d => `LINKEDIN_CLIENT_SECRET=WPL_AP1.${d(16)}.${d(6)}==\n`],
	['Intercom', 'ic.env.txt', d => `INTERCOM_ACCESS_TOKEN=dG9r${d(56, base64)}\n`],
	['Zendesk', 'zd.env.txt', d => `ZENDESK_API_TOKEN=${d(40)}\n`],
	['Segment', 'seg.env.txt', d => `SEGMENT_WRITE_KEY=${d(32)}\n`],
	['Snyk', 'snyk.sh', d => `export SNYK_TOKEN=${uuid(d)}\n`],
	['SonarQube', 'sonar.sh', d => `sonar-scanner -Dsonar.login=sqp_${d(40, hex)}\n`],
	['CircleCI', 'circle.txt', d => `CCIPAT_${d(22)}_${d(40, hex)}\n`],
	['Travis', 'travis.sh', d => `travis login --token x; export TRAVIS_TOKEN=${d(22, base64Url)}\n`],
	['Buildkite', 'bk.txt', d => `bkua_${d(40, hex)}\n`],
	['JFrog, identity token', 'jf.md', d => `cmVmdGtu${d(56, base64)}\n`],
	['Artifactory, API key', 'art.md', d => `AKCp${d(69)}\n`],
	['Typeform', 'tf.md', d => `tfp_${d(44, base64Url)}_${d(14, base64Url)}\n`],
	['Asana', 'asana.txt', d => `2/1${d(15, digits)}/1${d(15, digits)}:${d(32, hex)}\n`],
	['ClickUp', 'clickup.txt', d => `pk_${d(8, digits)}_${d(32, upperDigits)}\n`],
	['monday.com', 'monday.js', d => `headers: { Authorization: '${jwt(d, { tid: 12345, aai: 11 })}' }\n`],
	['Trello', 'trello.txt', d => `ATTA${d(64, hex)}${d(8, upperDigits)}\n`],
	['Jira / Atlassian', 'jira.txt', d => `ATATT3xFfGF0${d(176, base64Url)}=${d(8, hex).toUpperCase()}\n`],
	['Dropbox', 'dbx.txt', d => `sl.B${d(135, base64Url)}\n`],
	['Box', 'box.json', d => json({ boxAppSettings: { clientID: d(32, lowerDigits), clientSecret: d(32) } })],
	['Zoom', 'zoom.env.txt', d => `ZOOM_CLIENT_SECRET=${d(32)}\n`],
	['Webex', 'webex.env.txt', d => `WEBEX_ACCESS_TOKEN=${d(64, base64Url)}_PF84_${uuid(d)}\n`],
	['Slack, bot', 'bot.rb', d => `Slack.token = 'xoxb-${d(12, digits)}-${d(12, digits)}-${d(24)}'\n`],
	[
		'Slack, webhook',
		'ci.yml',
		d => `run: curl -d @msg https://hooks.slack.com/services/T${d(10, upperDigits)}/B${d(10, upperDigits)}/${d(24)}\n`,
	],
	[
		'Discord, bot',
		'bot.js',
		d => `client.login('${Buffer.from(`1${d(17, digits)}`).toString('base64url')}.G${d(5)}.${d(38, base64Url)}');\n`,
	],
	['Discord, webhook', 'avisos.md', d => `https://discord.com/api/webhooks/${d(18, digits)}/${d(68, base64Url)}\n`],
	['Telegram, bot', 'tg.py', d => `Updater("${d(10, digits).replace(/^0/, '7')}:AA${d(33, base64Url)}")\n`],
	['GitHub, fine-grained', 'gh.txt', d => `github_pat_${d(22)}_${d(59)}\n`],
	['GitLab', 'gl.yml', d => `script: git clone https://oauth2:glpat-${d(20, base64Url)}@gitlab.com/a/b.git\n`],
	['Bitbucket, app password', 'bb.txt', d => `ATBB${d(24)}${d(8, hex).toUpperCase()}\n`],
	['npm', '.yarnrc.yml', d => `npmAuthToken: npm_${d(36)}\n`],
	['npm, old', 'yarnrc-copia.yml', d => `npmAuthToken: "${uuid(d)}"\n`],
	['PyPI', 'subir.md', d => `pypi-AgEIcHlwaS5vcmcC${d(160, base64Url)}\n`],
	['RubyGems', 'gem.txt', d => `rubygems_${d(48, hex)}\n`],
	['Docker Hub', 'hub.sh', d => `docker login -u acme -p dckr_pat_${d(27, base64Url)}\n`],
	[
		'Docker, auth',
		'docker-auth.json',
		d => json({ auths: { 'https://index.docker.io/v1/': { auth: basic('acme', d(20)) } } }),
	],
	['HashiCorp Vault', 'vault.txt', d => `hvs.${d(95, base64Url)}\n`],
	['Terraform Cloud', 'tfc.txt', d => `${d(14)}.atlasv1.${d(67, base64Url)}\n`],
	['Pulumi', 'pulumi.txt', d => `pul-${d(40, hex)}\n`],
	['Doppler', 'dp.txt', d => `dp.pt.${d(43)}\n`],
	['Linear', 'linear.txt', d => `lin_api_${d(40)}\n`],
	['Notion', 'notion.txt', d => `ntn_${d(11, digits)}${d(35)}\n`],
	['Airtable', 'airtable.txt', d => `pat${d(14)}.${d(64, hex)}\n`],
	['Figma', 'figma.txt', d => `figd_${d(40, base64Url)}\n`],
	['HubSpot', 'hs.txt', d => `pat-na1-${uuid(d)}\n`],
	['OpenAI', 'ia.py', d => `OpenAI(api_key="sk-proj-${d(74, base64Url)}T3BlbkFJ${d(74, base64Url)}")\n`],
	['Anthropic', 'ia.ts', d => `new Anthropic({ apiKey: 'sk-ant-api03-${d(93, base64Url)}AA' });\n`],
	['Hugging Face', 'hf.py', d => `login("hf_${d(34)}")\n`],
	['Replicate', 'rep.txt', d => `r8_${d(37)}\n`],
	['Groq', 'groq.txt', d => `gsk_${d(52)}\n`],
	['Databricks', 'db.txt', d => `dapi${d(32, hex)}\n`],
	['PlanetScale', 'ps.txt', d => `pscale_pw_${d(43, base64Url)}\n`],
	['Vercel', 'vercel.env.txt', d => `VERCEL_TOKEN=${d(24)}\n`],
	['Netlify', 'netlify.txt', d => `nfp_${d(36)}\n`],
	['Fly.io', 'fly.txt', d => `FlyV1 fm2_lJPE${d(200, base64)}\n`],
	['age', 'age.txt', d => `AGE-SECRET-KEY-1${d(58, 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L')}\n`],
	['WireGuard', 'wg0.conf.txt', d => `[Interface]\nPrivateKey = ${d(42, base64)}8=\nAddress = 10.0.0.2/32\n`],
	['Django', 'ajustes.py', d => `SECRET_KEY = 'django-insecure-${d(50, `${lowerDigits}!@#$%^&*(-_=+)`)}'\n`],
	['Laravel', 'laravel.txt', d => `APP_KEY=base64:${d(43, base64)}=\n`],
	['Rails, secret key base', 'rails.yml', d => `production:\n  secret_key_base: ${d(128, hex)}\n`],
	['Symfony', 'symfony.txt', d => `APP_SECRET=${d(32, hex)}\n`],
	['Dynatrace', 'dt.txt', d => `dt0c01.${d(24, upperDigits)}.${d(64, upperDigits)}\n`],
	['Postman', 'pm.txt', d => `PMAK-${d(24, hex)}-${d(34, hex)}\n`],
	['Contentful', 'cf.txt', d => `CFPAT-${d(43, base64Url)}\n`],
	['Shippo', 'shippo.txt', d => `shippo_live_${d(40, hex)}\n`],
	[
		'Telegram in an address',
		'avisar.sh',
		d => `curl https://api.telegram.org/bot${d(9, digits).replace(/^0/, '6')}:AA${d(33, base64Url)}/sendMessage\n`,
	],
]);

/** Made from what the documents of services and tools say of their secrets, without a look at the table that finds them. */
export const documentedSecrets: readonly SecretFile[] = [...payments, ...services];
