import os from 'node:os';
import * as vscode from 'vscode';
import type { CorError } from '../../attach/errors.js';
import { codeSpan } from '../../attach/text/markdown.js';
import { plainText } from '../../attach/text/plain-text.js';
import type { User } from '../../cor/answers/answers.js';
import type { ConnectionStep, StepFinding } from '../../cor/reach/connection-steps.js';
import type { ProxyChoice } from '../../cor/reach/proxy-choice.js';
import { shareableProxy } from '../../cor/reach/shareable.js';
import { explain } from '../messages/explain-failure.js';
import { apiUrlText } from '../settings/settings.js';
import type { NamedValue, NetworkSettings } from './network-settings.js';

/** Result of the connection check. */
export interface CheckedConnection {
	readonly findings: readonly StepFinding[];
	readonly network: NetworkSettings;
	/** Missing if there is no address that may receive credentials. */
	readonly proxy?: ProxyChoice;
	/** The signed-in person; missing if a step failed. */
	readonly user?: User;
}

/** The error of the failed step, if one failed. */
export function failedIn({ findings }: Pick<CheckedConnection, 'findings'>): CorError | undefined {
	return findings.find(({ error }) => error)?.error;
}

/** The most important result, in one sentence. */
export function summarize(checked: CheckedConnection): string {
	const error = failedIn(checked);
	return error ? explain(error) : vscode.l10n.t('Connected to COR as {0}.', plainText(checked.user?.name ?? '', 80));
}

/** The whole report in Markdown that is readable as text, because people copy it. It may still contain private data. */
export function toReport(checked: CheckedConnection, extension: vscode.Extension<unknown>): string {
	const sections = [
		[vscode.l10n.t('Step by step'), checked.findings.map(stepLine)],
		[vscode.l10n.t('Proxy and certificates'), networkLines(checked)],
		[vscode.l10n.t('Editor and system'), hostLines(extension)],
	] as const;
	const parts = sections.map(([heading, lines]) => `## ${heading}\n\n${lines.join('\n')}`);
	return `${[`# ${vscode.l10n.t('The connection to COR')}`, `**${summarize(checked)}**`, ...parts].join('\n\n')}\n`;
}

/** @param code values and untrusted texts, shown verbatim */
function line(label: string, text: string, ...code: readonly string[]): string {
	return `- ${label}: ${[...(text === '' ? [] : [text]), ...code.map(codeSpan)].join(' ')}`;
}

function stepLine({ step, verdict, error }: StepFinding): string {
	const address = step === 'address' ? [shareableProxy(apiUrlText())] : [];
	if (error) {
		const why = `${vscode.l10n.t('FAILED')}. ${explain(error)}`;
		return line(stepNames()[step], why, `${error.kind}: ${error.message}`, ...address);
	}
	const texts = {
		passed: step === 'rights' ? explainRights() : vscode.l10n.t('works'),
		failed: vscode.l10n.t('FAILED'),
		'not-needed': explainNotNeeded(step),
		unknown: vscode.l10n.t('unknown'),
	};
	return line(stepNames()[step], texts[verdict], ...address);
}

function stepNames(): Readonly<Record<ConnectionStep, string>> {
	return {
		address: vscode.l10n.t('API address'),
		host: vscode.l10n.t('Host'),
		proxy: vscode.l10n.t('Proxy'),
		tls: vscode.l10n.t('TLS and certificate'),
		answer: vscode.l10n.t('Response'),
		'sign-in': vscode.l10n.t('Sign-in'),
		rights: vscode.l10n.t('Permissions'),
	};
}

function explainRights(): string {
	return vscode.l10n.t('works: tasks can be read; uploads depend on the task');
}

function explainNotNeeded(step: ConnectionStep): string {
	if (step === 'tls') {
		return vscode.l10n.t('none: nothing leaves this machine');
	}
	return step === 'host' ? vscode.l10n.t('the proxy connects to it') : vscode.l10n.t('none');
}

/** The route of requests and what decides it. */
function networkLines({ proxy, network }: CheckedConnection): readonly string[] {
	const code = proxy?.way === 'proxy' ? [shareableProxy(proxy.address)] : [];
	const way = proxy ? [line(vscode.l10n.t('Route to COR'), explainWay(proxy), ...code)] : [];
	return [...way, ...network.shown.map(valueLine)];
}

function valueLine({ name, value }: NamedValue): string {
	const isProxy = /proxy$/i.test(name) && !/no_?proxy$/i.test(name);
	return value === ''
		? line(codeSpan(name), vscode.l10n.t('not set'))
		: line(codeSpan(name), '', isProxy ? shareableProxy(value) : value);
}

function explainWay(proxy: ProxyChoice): string {
	if (proxy.way === 'proxy') {
		return vscode.l10n.t('through the proxy in {0}', proxy.from);
	}
	const reasons = {
		loopback: vscode.l10n.t('direct: this machine uses no proxy to reach itself'),
		'switched-off': vscode.l10n.t('direct: http.proxySupport or http.fetchAdditionalSupport is off'),
		'no-proxy-setting': vscode.l10n.t('direct: http.noProxy includes the host'),
		'no-proxy-environment': vscode.l10n.t('direct: NO_PROXY includes the host'),
		'none-known': vscode.l10n.t(
			"direct: no proxy in the settings or the environment; desktop VS Code may use the system's proxy",
		),
	};
	return reasons[proxy.why];
}

/** The editor, and the machine the extension runs on. */
function hostLines({ packageJSON, extensionKind }: vscode.Extension<unknown>): readonly string[] {
	const { version } = packageJSON as { readonly version: string };
	const system = `${os.platform()} ${os.release()} ${os.arch()}, Node.js ${process.versions.node}`;
	return [
		line(vscode.l10n.t('Editor version'), plainText(`${vscode.env.appName} ${vscode.version}`)),
		line(vscode.l10n.t('Extension version'), `COR Attachments ${plainText(version)}`),
		line(vscode.l10n.t('Runs'), explainPlace(extensionKind === vscode.ExtensionKind.UI)),
		line(vscode.l10n.t('System'), plainText(system)),
	];
}

function explainPlace(isBesideWindow: boolean): string {
	// `wsl`, `ssh-remote`, `dev-container`, …; text after `+` or `:` names the other machine.
	const remote = vscode.env.remoteName?.split(/[+:]/)[0];
	if (remote === undefined) {
		return vscode.l10n.t('on the same machine as the window');
	}
	return isBesideWindow
		? vscode.l10n.t('on the same machine as the window; the files are elsewhere ({0})', plainText(remote))
		: vscode.l10n.t("on a remote machine ({0}); that machine's network and certificates apply", plainText(remote));
}
