import * as v from 'valibot';
import * as vscode from 'vscode';
import type { ProxyFacts } from '../../cor/reach/proxy-choice.js';

/** One of the editor's settings, or a variable, by name; the value may hold a password. */
export interface NamedValue {
	readonly name: string;
	readonly value: string;
}

/** What decides the way of a request, and of it what helps others: settings as they apply here, variables that are set. */
export interface NetworkSettings extends ProxyFacts {
	readonly shown: readonly NamedValue[];
}

const settingNames = [
	'proxy',
	'proxySupport',
	'noProxy',
	'proxyStrictSSL',
	'systemCertificates',
	'fetchAdditionalSupport',
	'electronFetch',
	'useLocalProxyConfiguration',
];
const variableNames =
	/^(?:https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|NODE_TLS_REJECT_UNAUTHORIZED|NODE_USE_SYSTEM_CA)$/i;

// What is wrong in a setting counts as not set.
const text = v.fallback(v.string(), '');
const texts = v.fallback(v.array(text), []);

export function readNetworkSettings(environment: ProxyFacts['environment']): NetworkSettings {
	const http = vscode.workspace.getConfiguration('http');
	const settings = settingNames.map(name => [`http.${name}`, http.get<unknown>(name)] as const);
	const variables = Object.entries(environment).filter(([name, value]) => variableNames.test(name) && value);
	return {
		proxy: v.parse(text, http.get('proxy')),
		proxySupport: v.parse(text, http.get('proxySupport')) || 'override',
		noProxy: v.parse(texts, http.get('noProxy')),
		fetchAdditionalSupport: http.get('fetchAdditionalSupport') !== false,
		environment,
		shown: [...settings, ...variables]
			.filter(([, value]) => value !== undefined && value !== null) // which of them exist depends on the editor
			.map(([name, value]) => ({ name, value: [value].flat().map(String).join(', ') })),
	};
}
