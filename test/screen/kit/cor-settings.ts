import type { Sandbox } from '../../sandbox/sandbox.js';

/** User settings that make the extension send to this COR. */
export function settingsFor(sandbox: Pick<Sandbox, 'apiUrl' | 'webUrl'>): Readonly<Record<string, string>> {
	return { 'corAttachments.apiUrl': sandbox.apiUrl, 'corAttachments.webUrl': webUrlOf(sandbox) };
}

/** The web address by a name: an editor in the browser sends links to 127.0.0.1 through its own server, which refuses. */
export function webUrlOf({ webUrl }: Pick<Sandbox, 'webUrl'>): string {
	return webUrl.replace('127.0.0.1', 'cor.localhost');
}

export function keyInEnvironment({ credentials }: Pick<Sandbox, 'credentials'>): Readonly<Record<string, string>> {
	return { COR_API_KEY: credentials.apiKey, COR_CLIENT_SECRET: credentials.clientSecret };
}
