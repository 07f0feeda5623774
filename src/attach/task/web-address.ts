import { readTaskRef } from './task-ref.js';

/** Where COR shows tasks, read from a pasted address, or why the address can't be used. */
export type WebAddressReading =
	/** A value for the setting `webUrl`: the address without `/tasks/{id}`. */
	| { readonly status: 'web-url'; readonly webUrl: string }
	/** The task page isn't below `/tasks`. `pages` is its address without `/{id}`. */
	| { readonly status: 'pages'; readonly pages: string }
	| { readonly status: 'not-an-address' | 'not-https' };

/**
 * Reads the address of COR or of a task, with or without `https://`. Plain `http` is accepted only for this machine. At
 * a host that belongs to COR any other path is ignored: it is a page that happened to be open.
 */
export function readWebAddress(
	text: string,
	isCorHost: (url: URL) => boolean,
	isLoopback: (hostname: string) => boolean,
): WebAddressReading {
	const trimmed = text.trim();
	const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
	if (/\s|^\d+$/.test(trimmed) || !URL.canParse(address)) {
		return { status: 'not-an-address' };
	}
	const url = new URL(address);
	const { protocol, hostname } = url;
	if (protocol !== 'https:' && !(protocol === 'http:' && isLoopbackName(hostname, isLoopback))) {
		return { status: 'not-https' };
	}
	if (url.username !== '' || url.password !== '' || !(hostname.includes('.') || isLoopback(hostname))) {
		return { status: 'not-an-address' };
	}
	const task = readTaskRef(address, () => true);
	const pages = task.status === 'task' ? task.ref.pages : undefined;
	if (pages !== undefined) {
		return pages.endsWith('/tasks')
			? { status: 'web-url', webUrl: pages.slice(0, -'/tasks'.length) }
			: { status: 'pages', pages };
	}
	return { status: 'web-url', webUrl: isCorHost(url) || url.pathname === '/' ? url.origin : url.origin + url.pathname };
}

// Browsers resolve every name below `.localhost` to this machine.
function isLoopbackName(hostname: string, isLoopback: (hostname: string) => boolean): boolean {
	return isLoopback(hostname) || hostname.endsWith('.localhost');
}
