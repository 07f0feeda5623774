import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { findChromium } from './chromium.js';
import { temporaryFolder } from './temporary-folder.js';

export interface BrowserOptions {
	/** The window, in CSS pixels. */
	readonly width?: number;
	readonly height?: number;
	/** Device pixels for one CSS pixel: 2 makes pictures worth printing. */
	readonly scale?: number;
	/** The browser's language, such as `es-AR`, which an editor set to `as-browser` takes on. */
	readonly language?: string;
}

export interface OpenBrowser {
	readonly browser: Browser;
	readonly context: BrowserContext;
}

const chromiumArguments = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// Nothing but loopback is looked up, so no time is lost on connections that are refused.
	'--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost , EXCLUDE *.localhost',
];

/** Opens a headless Chromium with an empty profile. Its pages may use the clipboard. */
export async function openBrowser(options: BrowserOptions = {}): Promise<OpenBrowser> {
	const browser = await launchBrowser();
	return { browser, context: await emptyProfile(browser, options) };
}

/** Starts a headless Chromium. */
export async function launchBrowser(): Promise<Browser> {
	const home = temporaryFolder(); // else it leaves things in that of who runs the tests
	const env = { ...process.env, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home };
	return chromium.launch({ executablePath: await findChromium(), args: chromiumArguments, env });
}

/** A profile of its own in a browser that is open: nothing of what others of its windows keep is in it. */
export async function emptyProfile(
	browser: Browser,
	{ width = 1280, height = 800, scale = 1, language = 'en-US' }: BrowserOptions = {},
): Promise<BrowserContext> {
	const context = await browser.newContext({
		viewport: { width, height },
		deviceScaleFactor: scale,
		locale: language,
		permissions: ['clipboard-read', 'clipboard-write'],
	});
	// tsx wraps named functions in a call of its own __name, also in those that are sent into a page.
	await context.addInitScript('globalThis.__name = value => value');
	return context;
}
