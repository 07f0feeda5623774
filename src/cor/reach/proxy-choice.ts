import { isLoopback } from '../http/endpoint.js';

/** What the editor is told of proxies: its `http.*` settings, and the environment it was started with. */
export interface ProxyFacts {
	/** `http.proxy`. */
	readonly proxy: string;
	/** `http.proxySupport`: `off`, `on`, `fallback` or `override`. */
	readonly proxySupport: string;
	/** `http.noProxy`. */
	readonly noProxy: readonly string[];
	/** `http.fetchAdditionalSupport`: without it `fetch` knows of no proxy. */
	readonly fetchAdditionalSupport: boolean;
	readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The way that a request takes, as far as settings and environment tell. */
export type ProxyChoice =
	| {
			readonly way: 'direct';
			/** `none-known`: VS Code on the desktop may still ask the system for one, which no extension can see. */
			readonly why: 'loopback' | 'switched-off' | 'no-proxy-setting' | 'no-proxy-environment' | 'none-known';
	  }
	| {
			readonly way: 'proxy';
			/** `http.proxy`, or the name of the variable. */
			readonly from: string;
			/** May hold a user name and a password. */
			readonly address: string;
	  };

const proxyVariables = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'];

/** Which proxy the editor's `fetch` takes for an address: the rules of VS Code's `@vscode/proxy-agent`, which it does not tell. */
export function chooseProxy({ protocol, hostname, port }: URL, facts: ProxyFacts): ProxyChoice {
	if (isLoopback(hostname)) {
		return { way: 'direct', why: 'loopback' };
	}
	if (!facts.fetchAdditionalSupport || facts.proxySupport === 'off') {
		return { way: 'direct', why: 'switched-off' };
	}
	const target = { hostname, port: port || (protocol === 'https:' ? '443' : '80') };
	// With anything in the setting the variable does not count.
	if (facts.noProxy.length > 0) {
		if (isExempt(target, facts.noProxy)) {
			return { way: 'direct', why: 'no-proxy-setting' };
		}
	} else if (isExempt(target, (facts.environment.no_proxy || facts.environment.NO_PROXY || '').split(','))) {
		return { way: 'direct', why: 'no-proxy-environment' };
	}
	if (hasProxyScheme(facts.proxy)) {
		return { way: 'proxy', from: 'http.proxy', address: facts.proxy.trim() };
	}
	// The first that is set, whether or not it can be used.
	const from = proxyVariables.find(name => facts.environment[name]);
	const address = from && facts.environment[from];
	return from && address && hasProxyScheme(address)
		? { way: 'proxy', from, address: address.trim() }
		: { way: 'direct', why: 'none-known' };
}

function hasProxyScheme(address: string): boolean {
	return /^\s*(https?|socks(4a?|5h?)?):\/\//i.test(address);
}

function isExempt(
	{ hostname, port }: { readonly hostname: string; readonly port: string },
	rules: readonly string[],
): boolean {
	if (rules.includes('*')) {
		return true;
	}
	return rules.some(rule => {
		const [name = '', rulePort] = rule.trim().toLowerCase().split(':', 2);
		const domain = name.startsWith('.') ? name : `.${name}`;
		return name !== '' && `.${hostname}`.endsWith(domain) && (!rulePort || rulePort === port);
	});
}
