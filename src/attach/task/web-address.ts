import { readTaskRef } from './task-ref.js';

/** What a pasted address says of where COR shows tasks; `not-an-address` and `not-https` say why it says nothing. */
export type WebAddressReading =
	/** For the setting: what comes before `/tasks/{id}`. */
	| { readonly status: 'web-url'; readonly webUrl: string }
	/** Tasks lie elsewhere below it: all that comes before `/{id}`. */
	| { readonly status: 'pages'; readonly pages: string }
	| { readonly status: 'not-an-address' | 'not-https' };

/**
 * Reads where somebody opens COR: its address with or without `https://`, or that of a task. Only `https` counts, and `http`
 * where nothing leaves this machine. Below a host of COR's own everything but a task's address is a page that was open.
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

// Browsers take every name below it for this machine.
function isLoopbackName(hostname: string, isLoopback: (hostname: string) => boolean): boolean {
	return isLoopback(hostname) || hostname.endsWith('.localhost');
}
