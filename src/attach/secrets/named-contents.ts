import { isPlaceholder } from './shapes/made-up.js';

interface NamedContents {
	/** Label that people see. */
	readonly rule: string;
	/** Matches the whole path, in lower case and with a leading `/`. */
	readonly path: RegExp;
	/** Matches the secret. If there is a first group, it is the value, which must not be a placeholder. */
	readonly contents: RegExp;
}

const settingsWithPassword =
	/(?:^|[\s"'<,;])[\w.:-]{0,60}(?:passw(?:or)?d|pwd|secret|(?<!PublicKey)token|api_?key|contrase\w{1,4}a|clave|senha)["']?(?:>|\s{0,4}[=:])[ \t]{0,8}["']?([^\s"'<>;,#&]{6,200})/gi;

// Names that alone are a weak sign: the contents must contain a secret too.
const rules: readonly NamedContents[] = [
	{
		rule: '.env.example',
		path: /\/[^/]*env[^/]*\.(?:example|sample|template|dist|defaults|schema)$|\/(?:example|sample)\.env$/,
		contents: settingsWithPassword,
	},
	{
		rule: 'settings.xml, *.config, *.properties, …',
		path: /\/(?:settings[^/]*\.xml|(?:web|app|nuget|machine|context|server|tomcat-users|persistence|hibernate\.cfg)\.(?:config|xml)|[^/]*\.(?:properties|ini|cfg|conf|cnf|toml)|appsettings[^/]*\.json|config[^/]*\.(?:php|json|ya?ml|inc)|(?:database|parameters|application[^/]*|docker-compose[^/]*|compose)\.ya?ml|\.?gitlab-ci\.yml)$/,
		contents: settingsWithPassword,
	},
	{
		rule: 'auth.json',
		path: /\/auth[^/]*\.json$/,
		contents:
			/"(?:http-basic|github-oauth|gitlab-token|bearer|access_?token|refresh_?token|password|passwd|api_?key|openai_api_key|auth|token|secret)"\s{0,4}:\s{0,4}(?:\{|"([^"]{6,200})")/gi,
	},
	{ rule: '*.har', path: /\.har$/, contents: /"(?:cookies?|set-cookie|authorization|x-api-key|request)"/gi },
	{
		rule: 'cookies.txt',
		path: /\/[^/]*cookies[^/]*\.(?:txt|json)$/,
		contents: /\t(?:TRUE|FALSE)\t|"(?:hostOnly|httpOnly)"/gi,
	},
	{ rule: 'settings.xml', path: /\/settings-security\.xml$/, contents: /<master>([^<]{6,200})/gi },
];

/** Values checked per file. The limit keeps a crafted file from blocking the check. */
const mostValues = 200;

/** Rule of a file whose name and contents together suggest a secret. */
export function namedContentsRule(paths: readonly string[], text: string): string | undefined {
	const inLowerCase = paths.map(path => `/${path.slice(-1_000).toLowerCase()}`);
	const rule = rules.find(({ path, contents }) => inLowerCase.some(name => path.test(name)) && holds(contents, text));
	return rule?.rule;
}

function holds(contents: RegExp, text: string): boolean {
	contents.lastIndex = 0;
	for (let seen = 0; seen < mostValues; seen += 1) {
		const match = contents.exec(text);
		if (match === null) {
			return false;
		}
		if (match[1] === undefined || isWritten(match[1])) {
			return true;
		}
	}
	return false;
}

/** Whether a value looks real: it contains a digit and a letter, and isn't a placeholder. */
function isWritten(value: string): boolean {
	return (
		/\d/.test(value) &&
		/[A-Za-z]/.test(value) &&
		!isPlaceholder(value) &&
		!/^[$%@]\w+$|^\d+\w{1,3}$|[()]|\/\//.test(value)
	);
}
