import { isLoopback } from '../http/endpoint.js';

/** What decides about the proxy: VS Code's `http.*` settings and the environment. */
export interface ProxyFacts {
	/** `http.proxy`. */
	readonly proxy: string;
	/** `http.proxySupport`: `off`, `on`, `fallback` or `override`. */
	readonly proxySupport: string;
	/** `http.noProxy`. */
	readonly noProxy: readonly string[];
	/** `http.fetchAdditionalSupport`. If it is off, `fetch` uses no proxy. */
	readonly fetchAdditionalSupport: boolean;
	readonly environment: Readonly<Record<string, string | undefined>>;
}

/** How a request reaches COR, as far as settings and environment show. */
export type ProxyChoice =
	| {
			readonly way: 'direct';
			/** `none-known`: on the desktop VS Code may still ask the system for a proxy, which an extension can't see. */
			readonly why: 'loopback' | 'switched-off' | 'no-proxy-setting' | 'no-proxy-environment' | 'none-known';
	  }
	| {
			readonly way: 'proxy';
			/** `http.proxy`, or the name of an environment variable. */
			readonly from: string;
			/** May contain a user name and a password. */
			readonly address: string;
	  };

const proxyVariables = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'];

/**
 * The proxy that the editor's `fetch` uses for a URL. VS Code doesn't expose it, so this follows the rules of
 * `@vscode/proxy-agent`.
 */
export function chooseProxy({ protocol, hostname, port }: URL, facts: ProxyFacts): ProxyChoice {
	if (isLoopback(hostname)) {
		return { way: 'direct', why: 'loopback' };
	}
	if (!facts.fetchAdditionalSupport || facts.proxySupport === 'off') {
		return { way: 'direct', why: 'switched-off' };
	}
	const target = { hostname, port: port || (protocol === 'https:' ? '443' : '80') };
	// If the setting has any entry, the environment variable is ignored.
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
	// The first variable that is set decides, even if it is unusable.
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
