import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from '../test/host/open-browser.js';

const media = join(__dirname, '../media');
const sidePx = 256;

/** Draws media/icon.png, which the Marketplace demands, from media/icon.svg, which people edit. */
async function drawIcon(): Promise<void> {
	const { browser, context } = await openBrowser({ width: sidePx, height: sidePx });
	try {
		const page = await context.newPage();
		const svg = readFileSync(join(media, 'icon.svg'), 'utf8');
		await page.setContent(`<body style="margin:0">${svg.replace('<svg', '<svg style="display:block"')}</body>`);
		await page.screenshot({ path: join(media, 'icon.png'), omitBackground: true });
	} finally {
		await browser.close();
	}
}

drawIcon().catch(error => {
	console.error(error);
	process.exitCode = 1;
});
