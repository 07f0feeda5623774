import assert from 'node:assert/strict';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
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

const usual = { width: 1280, height: 800, language: 'en-US' };

const chromiumArguments = [
	`--lang=${usual.language}`,
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

/**
 * Opens a headless Chromium with an empty profile on the disk, where it keeps the compiled code of pages: to open the
 * editor once more costs a quarter less. Its pages may use the clipboard.
 */
export async function openBrowser(options: BrowserOptions = {}): Promise<OpenBrowser> {
	const home = temporaryFolder(); // else it leaves things in that of who runs the tests
	const context = await chromium.launchPersistentContext(path.join(home, 'profile'), {
		...profileOptions(options),
		executablePath: await findChromium(),
		args: chromiumArguments,
		env: { ...process.env, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home },
	});
	const browser = context.browser();
	assert.ok(browser);
	await prepare(context);
	return { browser, context };
}

/** A further empty profile, in memory: nothing of what other windows of the browser keep is in it. */
export async function emptyProfile(browser: Browser): Promise<BrowserContext> {
	const context = await browser.newContext(profileOptions({}));
	await prepare(context);
	return context;
}

/** Opens a page as in a browser of this size and language: those that share a profile share what it has compiled. */
export async function openPage(context: BrowserContext, options: Omit<BrowserOptions, 'scale'>): Promise<Page> {
	const { width, height, language } = { ...usual, ...options };
	const page = await context.newPage();
	const devTools = await context.newCDPSession(page); // what it changes lasts as long as it
	const { userAgent } = await devTools.send('Browser.getVersion');
	await devTools.send('Emulation.setUserAgentOverride', { userAgent, acceptLanguage: language });
	await devTools.send('Emulation.setLocaleOverride', { locale: language });
	await page.setViewportSize({ width, height });
	return page;
}

function profileOptions({ width = usual.width, height = usual.height, scale = 1, language }: BrowserOptions) {
	return {
		viewport: { width, height },
		deviceScaleFactor: scale,
		...(language !== undefined && { locale: language }),
		permissions: ['clipboard-read', 'clipboard-write'],
	};
}

async function prepare(context: BrowserContext): Promise<void> {
	// tsx wraps named functions in a call of its own __name, also in those that are sent into a page.
	await context.addInitScript('globalThis.__name = value => value');
}
