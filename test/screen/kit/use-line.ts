import { Relay } from '../../faults/wire/relay.js';
import type { CorWorkbench } from './use-cor-workbench.js';

const noDelayMs = 1;

/** Puts a line between the page and its editor, as over Remote SSH. It is made long by `setDelay`, each way, and short after each test. */
export function useLine(cor: () => CorWorkbench): () => Relay {
	let line: Relay;
	before('come to the editor over a line', async () => {
		const { bench } = cor().hands;
		const { hostname: host, port } = new URL(bench.editor.origin);
		const target = { host, port: Number(port) };
		line = await Relay.start({ target, up: { delayMs: noDelayMs }, down: { delayMs: noDelayMs } });
		const address = new URL(bench.page.url());
		address.port = String(line.port);
		await bench.page.goto(address.href, { waitUntil: 'commit' });
		await bench.attachments.pane.waitFor();
	});
	afterEach('come closer', () => line.setDelay(noDelayMs));
	after('close the line', () => line.close());
	return () => line;
}
