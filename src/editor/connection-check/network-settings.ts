import * as v from 'valibot';
import * as vscode from 'vscode';
import type { ProxyFacts } from '../../cor/reach/proxy-choice.js';

/** A setting of VS Code or an environment variable. The value may contain a password. */
export interface NamedValue {
	readonly name: string;
	readonly value: string;
}

/** What decides the route of a request, and settings that help to understand it. */
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

// An invalid value counts as unset.
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
			.filter(([, value]) => value !== undefined && value !== null) // the settings differ between editors
			.map(([name, value]) => ({ name, value: [value].flat().map(String).join(', ') })),
	};
}
