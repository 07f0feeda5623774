import * as vscode from 'vscode';
import { plainText } from '../../attach/text/plain-text.js';
import type { ProxyChoice } from '../../cor/reach/proxy-choice.js';
import { shareableProxy } from '../../cor/reach/shareable.js';
import { formatDuration, formatMoment } from '../messages/format.js';
import type { AccountFacts, ConnectionCheck } from './connection-check.js';
import type { HostFacts } from './host-facts.js';
import type { NamedValue } from './network-settings.js';
import type { ReportLine } from './report-markdown.js';
import type { SecretStoreFinding } from './secret-store-check.js';

/** Who acts, with what, and where that is kept. */
export function accountLines({ address, account, store, host }: ConnectionCheck): ReportLine[] {
	const { label, since, tokenEndsAt } = account;
	return [
		{ label: vscode.l10n.t('API address'), code: [shareableProxy(address)] },
		{
			label: vscode.l10n.t('Signed in as'),
			text: label === undefined ? vscode.l10n.t('not known') : plainText(label, 120),
		},
		...(since === undefined ? [] : [{ label: vscode.l10n.t('Since'), text: formatMoment(Date.parse(since)) }]),
		{ label: vscode.l10n.t('Credential'), text: explainOrigin(account) },
		...(tokenEndsAt === undefined ? [] : [{ label: vscode.l10n.t('Access token'), text: explainLife(tokenEndsAt) }]),
		{
			label: vscode.l10n.t('Secret storage'),
			text: explainStore(store, host),
			...(store.status === 'failed' && { code: [store.words] }),
		},
	];
}

function explainOrigin({ from }: AccountFacts): string {
	switch (from) {
		case 'stored':
			return vscode.l10n.t("in the editor's secret storage");
		case 'window':
			return vscode.l10n.t('in the memory of this window, until it closes');
		case 'environment':
			return vscode.l10n.t("from the editor's environment (COR_TOKEN or COR_API_KEY)");
		case 'nobody':
			return vscode.l10n.t('none');
	}
}

function explainLife(endsAt: number): string {
	const leftMs = Math.max(0, endsAt - Date.now());
	return vscode.l10n.t('{0} left, until {1}', formatDuration(leftMs), formatMoment(endsAt));
}

function explainStore({ status }: SecretStoreFinding, { isInBrowser, remote }: HostFacts): string {
	if (status === 'failed') {
		return vscode.l10n.t(
			'FAILED. What you sign in with lasts only until the window closes, or use the COR_* variables.',
		);
	}
	if (isInBrowser) {
		return vscode.l10n.t('works; kept by the browser in which the editor runs');
	}
	if (remote !== undefined) {
		return vscode.l10n.t('works; kept on the machine of the window, where the system has a keyring encrypted with it');
	}
	switch (process.platform) {
		case 'darwin':
			return vscode.l10n.t('works; encrypted with the keychain of macOS');
		case 'win32':
			return vscode.l10n.t('works; encrypted with the data protection of Windows');
		default:
			return vscode.l10n.t('works; encrypted with the keyring of the system, where there is one');
	}
}

/** The way that requests take, and all that decides it. */
export function networkLines({ proxy, network }: ConnectionCheck): ReportLine[] {
	return [
		{
			label: vscode.l10n.t('Way to COR'),
			text: explainWay(proxy),
			...(proxy.way === 'proxy' && { code: [shareableProxy(proxy.address)] }),
		},
		...network.settings.map(toLine),
		...network.variables.map(toLine),
	];
}

function toLine({ name, value }: NamedValue): ReportLine {
	const isProxy = /proxy$/i.test(name) && !/no_?proxy$/i.test(name);
	return {
		label: `\`${name}\``,
		...(value === '' ? { text: vscode.l10n.t('not set') } : { code: [isProxy ? shareableProxy(value) : value] }),
	};
}

function explainWay(proxy: ProxyChoice): string {
	if (proxy.way === 'proxy') {
		return vscode.l10n.t('through the proxy that {0} names', proxy.from);
	}
	switch (proxy.why) {
		case 'loopback':
			return vscode.l10n.t('direct: this machine never takes a proxy to itself');
		case 'switched-off':
			return vscode.l10n.t('direct: http.proxySupport or http.fetchAdditionalSupport is off');
		case 'no-proxy-setting':
			return vscode.l10n.t('direct: http.noProxy names the host');
		case 'no-proxy-environment':
			return vscode.l10n.t('direct: NO_PROXY names the host');
		case 'none-known':
			return vscode.l10n.t(
				'direct, as neither settings nor environment name a proxy; VS Code on the desktop may take the one of the system',
			);
	}
}

/** The editor, and the machine on which the extension runs. */
export function hostLines({ host, at }: ConnectionCheck): ReportLine[] {
	return [
		{ label: vscode.l10n.t('Version of the editor'), text: plainText(host.editor) },
		{ label: vscode.l10n.t('Version of the extension'), text: `COR Attachments ${plainText(host.extension)}` },
		{ label: vscode.l10n.t('Runs'), text: explainPlace(host) },
		{ label: vscode.l10n.t('System'), text: plainText(host.system) },
		{ label: vscode.l10n.t('Language'), text: plainText(host.language) },
		{
			label: vscode.l10n.t('Workspace'),
			text: host.isTrusted ? vscode.l10n.t('trusted') : vscode.l10n.t('not trusted (Restricted Mode)'),
			...(host.schemes.length > 0 && { code: host.schemes }),
		},
		{ label: vscode.l10n.t('Checked'), text: formatMoment(at) },
	];
}

function explainPlace({ remote, isBesideWindow }: HostFacts): string {
	if (remote === undefined) {
		return vscode.l10n.t('on the machine of the window');
	}
	return isBesideWindow
		? vscode.l10n.t('on the machine of the window; the files are elsewhere ({0})', plainText(remote))
		: vscode.l10n.t(
				'on another machine than the window ({0}), whose network and certificates count',
				plainText(remote),
			);
}
