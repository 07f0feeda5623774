import * as vscode from 'vscode';
import type { ProxyFacts } from '../../cor/reach/proxy-choice.js';

/** One of the editor's settings, or a variable, by name; the value may hold a password. */
export interface NamedValue {
	readonly name: string;
	readonly value: string;
}

/** What decides the way of a request: `http.*` settings as they count here, and variables that are set. */
export interface NetworkSettings extends ProxyFacts {
	readonly settings: readonly NamedValue[];
	readonly variables: readonly NamedValue[];
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
const variableNames = [
	'https_proxy',
	'HTTPS_PROXY',
	'http_proxy',
	'HTTP_PROXY',
	'no_proxy',
	'NO_PROXY',
	'NODE_EXTRA_CA_CERTS',
	'SSL_CERT_FILE',
	'SSL_CERT_DIR',
	'NODE_TLS_REJECT_UNAUTHORIZED',
	'NODE_USE_SYSTEM_CA',
];

export function readNetworkSettings(environment: ProxyFacts['environment']): NetworkSettings {
	const http = vscode.workspace.getConfiguration('http');
	const noProxy = http.get<unknown>('noProxy');
	return {
		proxy: text(http.get('proxy')),
		proxySupport: text(http.get('proxySupport')) || 'override',
		noProxy: Array.isArray(noProxy) ? noProxy.map(text) : [],
		fetchAdditionalSupport: http.get('fetchAdditionalSupport') !== false,
		environment,
		settings: settingNames.flatMap(name => {
			const value = http.get<unknown>(name); // which of them exist depends on the editor
			return value === undefined || value === null ? [] : [{ name: `http.${name}`, value: shown(value) }];
		}),
		variables: variableNames.flatMap(name => {
			const value = environment[name];
			return value ? [{ name, value }] : [];
		}),
	};
}

function text(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function shown(value: unknown): string {
	return Array.isArray(value) ? value.map(String).join(', ') : String(value);
}
