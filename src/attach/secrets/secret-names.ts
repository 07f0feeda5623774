interface NameRule {
	/** Label that people see. */
	readonly rule: string;
	/** Matches the whole path, in lower case and with a leading `/`. */
	readonly path: RegExp;
}

/** Most `.key` files contain a key, but Keynote uses the same extension. */
export const keyFiles = '*.key';

const rules: readonly NameRule[] = [
	{ rule: '.env*', path: /\/\.env(?!\.(?:example|sample|template|dist|defaults|schema)$)[^/]*$/ },
	{
		rule: '.env*',
		path: /\/(?:dot)?env[._-](?:prod(?:uction)?|live|stag(?:e|ing)|dev(?:elopment)?|local|qa|uat|test|backup|bak|old)(?:\.[^/.]*)?$|\/dotenv$|\/\.flaskenv$|\/\.dev\.vars$/,
	},
	{ rule: '*.env', path: /\/(?!(?:example|sample)\.env$)[^/]+\.env$/ },
	{ rule: 'id_rsa, id_ed25519, …', path: /\/id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?(?:[ ._-](?!pub$)[^/]*)?$/ },
	{ rule: '.ssh', path: /\/\.ssh\/(?:.+\/)?(?!config$|known_hosts|authorized_keys)[^/]+(?<!\.pub)$/ },
	{ rule: '.gnupg', path: /\/\.gnupg\/|\/secring\.gpg$/ },
	{ rule: '*.ppk', path: /\.ppk$/ },
	{ rule: keyFiles, path: /\.key$/ },
	{ rule: 'privkey.pem', path: /\/(?:[^/]*[_-])?priv(?:ate)?[_-]?key[^/]*\.pem$/ },
	{ rule: '*.p12, *.pfx, …', path: /\.(?:p12|pfx|pkcs12|p8|pk8|jks|jceks|keystore|bks|keytab)$/ },
	{ rule: '*.kdbx, …', path: /\.(?:kdbx?|keychain(?:-db)?|agilekeychain|opvault|1pif|1pux)$/ },
	{ rule: '.npmrc', path: /\/\.npmrc$/ },
	{ rule: '.netrc', path: /\/[._]netrc$|\/\.authinfo$|\/\.?(?:msmtprc|fetchmailrc)$/ },
	{ rule: '.pypirc', path: /\/\.pypirc$/ },
	{ rule: '.git-credentials', path: /\/\.git-credentials$/ },
	{ rule: '.pgpass, .my.cnf, …', path: /\/(?:\.pgpass|pgpass\.conf|\.my\.cnf|\.mylogin\.cnf|\.dbshell)$/ },
	{ rule: '.htpasswd', path: /\/\.?htpasswd[^/]*$/ },
	{ rule: 'credentials', path: /\/\.?credentials(?:\.(?:json|ya?ml|toml|ini|csv|txt|xml|tfrc\.json))?$/ },
	{ rule: '.aws', path: /\/\.(?:aws|oci|aliyun|bluemix)\/|\/rootkey\.csv$|\/(?:[^/]*_)?accesskeys\.csv$/ },
	{
		rule: '.azure, gcloud',
		path: /\/\.azure\/[^/]*token[^/]*$|\/application_default_credentials\.json$|\/access_tokens\.db$|\/token\.pickle$/,
	},
	{
		rule: 'client_secret*.json',
		path: /\/client_?secrets?[^/]*\.json$|[/-]firebase-adminsdk[^/]*\.json$|\/service[-_]?account[^/]*\.json$/,
	},
	{ rule: 'kubeconfig', path: /\/\.kube\/config$|\/kubeconfig(?:\.ya?ml)?$|\.kubeconfig$/ },
	{ rule: '.docker/config.json', path: /\/\.docker\/config\.json$|\/\.dockercfg$/ },
	{
		rule: '*.tfstate, *.tfvars',
		path: /\.tfstate(?:\.backup)?$|\.tfvars(?:\.json)?$|\/\.terraformrc$|\/terraform\.rc$/,
	},
	{ rule: '.vault-token', path: /\/\.vault-token$|\/[^/]*vault[-_]?pass(?:word)?[^/]*\.txt$/ },
	{
		rule: 'secrets',
		path: /\/\.?secrets?(?:[._-](?:prod(?:uction)?|live|stag(?:e|ing)|dev(?:elopment)?|local|qa|uat|test|backup|bak|old))?\.(?:json|ya?ml|toml|ini|env|txt|properties|php|xml)$/,
	},
	{
		rule: 'appsettings.Production.json, …',
		path: /\/appsettings\.(?:prod(?:uction)?|live|stag(?:e|ing)|qa|uat)\.json$|\/local\.settings\.json$|\.publishsettings$|\.pubxml\.user$/,
	},
	{ rule: 'key.properties, …', path: /\/(?:key|keystore|signing)\.properties$/ },
	{ rule: 'unattend.xml, …', path: /\/(?:auto)?unattend\.xml$|\/sysprep\.(?:inf|xml)$|\/confcons\.xml$|\.rdg$/ },
	{ rule: 'master.key', path: /\/master\.key$/ },
	{
		rule: 'sftp.json, sitemanager.xml, …',
		path: /\/(?:\.vscode\/s?ftp\.json|s?ftp-config(?:-alt\d?)?\.json|\.?(?:ftp|remote)-sync\.json|\.databrickscfg|\.ftpconfig|\.ftppass|sitemanager\.xml|filezilla\.xml|recentservers\.xml|\.?rclone\.conf|\.s3cfg|\.boto|winscp\.ini)$/,
	},
	{ rule: 'hosts.yml', path: /\/(?:gh|glab-cli)\/(?:hosts|config)\.ya?ml$/ },
	{ rule: 'wp-config.php', path: /\/wp-config(?!-sample\.php$)[^/]*$/ },
	{
		rule: 'shell history',
		path: /\/consolehost_history\.txt$|\/\.(?:bash|zsh|sh|fish|psql|mysql|rediscli|node_repl|python|irb)_history$/,
	},
	{
		rule: 'browser passwords',
		path: /\/(?:logins(?:-backup)?\.json|key[34]\.db|signons\.sqlite|login data(?: for account)?|web data|cookies(?:\.sqlite)?|safe browsing cookies)(?:-journal|-wal)?$/,
	},
	{
		rule: 'exported passwords',
		path: /\/[^/]*(?:bitwarden|lastpass|1password|dashlane|keepass|keeper|nordpass|roboform|enpass|proton ?pass)[^/]*\.(?:json|csv|xml|1pux)$|\/[^/]*(?:chrome|firefox|edge|brave|safari|opera|google|microsoft)[ _-]?(?:passwords?|logins|contraseñas|senhas)[^/]*\.csv$|\/logins\.csv$/,
	},
	{
		rule: 'passwords, contraseñas, senhas, …',
		path: /\/(?!palabras[ _-]clave)(?:[^/]{0,60}[ _.-])?(?:passwords|passwd|pwds|contrase(?:ñ|n|ni)as?|claves|senhas?|credenciales|credenciais|credentials|accesos)(?:[ _.-][^/]{0,60})?\.(?:txt|csv|tsv|xlsx?|xlsm|ods|numbers|docx?|odt|rtf|pages|pdf|json|one)$/,
	},
	{
		rule: 'recovery codes',
		path: /\/[^/]{0,60}(?:(?:recovery|backup)[ _-]?(?:codes?|keys?|phrase)|c[óo]digos?[ _-]de[ _-](?:recupera|respaldo|backup)|emergency[ _-]kit)[^/]{0,40}\.(?:txt|pdf|csv|docx?|png)$|\/(?:seed|mnemonic)[ _-]?(?:phrase)?\.txt$|\/wallet\.dat$/,
	},
	{ rule: 'token.txt, …', path: /\/(?:[^/]{0,60}[ _.-])?(?:api[ _-]?keys?|token)\.txt$|\/\.token$/ },
	{ rule: 'shadow', path: /^\/\/?etc\/g?shadow-?$/ },
	{ rule: '*.ovpn', path: /\.ovpn$/ },
	{ rule: '*.rdp', path: /\.rdp$/ },
];

// Only the end of a longer path is checked.
const longestPath = 1_000;

/**
 * Rule by which a file's name or folder suggests a secret.
 * @param path path of its URI, with `/` between the parts
 */
export function secretNameRule(path: string): string | undefined {
	// macOS writes ñ as two characters, n and a tilde.
	const inLowerCase = `/${path.slice(-longestPath).normalize('NFC').toLowerCase()}`;
	return rules.find(rule => rule.path.test(inLowerCase))?.rule;
}
