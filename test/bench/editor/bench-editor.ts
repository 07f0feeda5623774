import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Page } from 'playwright-core';
import { bundleSuites } from '../../editor/runner/bundle.js';
import { develop } from '../../host/develop.js';
import type { Editor } from '../../host/editors.js';
import { openBrowser } from '../../host/open-browser.js';
import { startEditor } from '../../host/start-editor.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';
import { packedExtension } from '../../host/vsix.js';
import { ofReview } from '../../screen/kit/hands.js';
import { ContextMenu } from '../../screen/kit/menus/context-menu.js';
import { Explorer } from '../../screen/kit/parts/explorer.js';
import { wordsIn } from '../../screen/kit/spoken.js';
import type { Cost, Order } from '../order.js';
import type { Way } from '../ways/ways.js';
import type {
	ChooseCost,
	EditorAnswer,
	EditorQuestion,
	EditorResult,
	GatherCost,
	HostCost,
	StartCost,
} from './editor-orders.js';
import { noteReleases, paintedAt, releasedAt } from './painted.js';

const { title: titled } = wordsIn('en');

const clicked = 'clicked.txt';
const ofPick = /^Attach (?!.* to #)/;

/** What takes longer hangs. */
const patienceMs = 240_000;

/** A real editor with the packed extension in it, that does what it is asked. */
export interface BenchEditor {
	/** The first use of the extension: once for each editor, and before anything else. */
	start(order: Order): Promise<StartCost>;
	/** As a program does. */
	send(order: Order): Promise<HostCost>;
	/** As a person does who takes the task that is proposed and all files. */
	review(order: Order): Promise<HostCost>;
	/** From the command as a person, who takes the task that is proposed, and gives up at the review. */
	choose(order: Order): Promise<ChooseCost>;
	/** From a click in the explorer's menu to the pick of the task, which is given up, in milliseconds: before all else, the first use. */
	click(order: Order): Promise<number>;
	/** Finds the files behind the order's, without sending them. */
	gather(order: Order, withGit: boolean): Promise<GatherCost>;
	/** In its extension host, but as anybody else would. */
	sendWith(way: Way, order: Order): Promise<Cost>;
	stop(): Promise<void>;
}

/** @param ca a file with certificates that the editor is to trust as the system's, PEM */
export async function openBenchEditor(editor: Editor, ca?: string): Promise<BenchEditor> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const carrier = await bundleSuites([path.join(__dirname, 'in-editor.ts')]);
	const env = { BENCH_PORT: String((server.address() as AddressInfo).port), ...(ca && { SSL_CERT_FILE: ca }) };
	const running = await startEditor({ editor, vsix: [await packedExtension()], env });
	const workspace = temporaryFolder();
	writeFileSync(path.join(workspace, clicked), 'hello');
	const { browser, context } = await openBrowser();
	const stop = async () => {
		await browser.close();
		await running.stop();
		server.close();
		carrier.remove();
		removeTemporaryFolder(workspace);
	};
	try {
		const page = await context.newPage();
		const tests = path.join(carrier.extensionDir, 'out/in-editor.js');
		const { exitCode } = await develop(page, running, { extensions: [carrier.extensionDir], tests });
		const called = once(server, 'connection') as Promise<[Socket]>;
		await page.goto(running.urlOf(workspace), { timeout: patienceMs });
		const [socket] = await within(patienceMs, called, 'the editor does not answer');
		const lines = createInterface(socket)[Symbol.asyncIterator]();
		const ask = async (question: EditorQuestion): Promise<EditorResult> => {
			socket.write(`${JSON.stringify(question)}\n`);
			const { value } = await within(patienceMs, lines.next(), 'the editor takes too long');
			const answer = JSON.parse(value ?? '{"error":"the editor has ended"}') as EditorAnswer;
			if ('error' in answer) {
				throw new Error(answer.error);
			}
			return answer.result;
		};
		return {
			start: order => ask({ ask: 'start', order }) as Promise<StartCost>,
			send: order => ask({ ask: 'send', order }) as Promise<HostCost>,
			sendWith: (way, order) => ask({ ask: 'send-with', way, order }) as Promise<Cost>,
			gather: (order, withGit) => ask({ ask: 'gather', order, withGit }) as Promise<GatherCost>,
			review: order => ask({ ask: 'review', order }) as Promise<HostCost>,
			choose: order => choose(page, ask({ ask: 'choose', order }) as Promise<HostCost>),
			click: async order => {
				await ask({ ask: 'prepare', order });
				return click(page);
			},
			stop: async () => {
				socket.write(`${JSON.stringify({ ask: 'end' } satisfies EditorQuestion)}\n`);
				await within(10_000, exitCode, 'the editor does not end').catch(() => {}); // it is ended in any case
				await stop();
			},
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

async function choose(page: Page, asking: Promise<HostCost>): Promise<ChooseCost> {
	asking.catch(() => undefined); // whoever awaits it hears of it, later than now
	const pickAt = await paintedAt(page, ofPick);
	const reviewing = paintedAt(page, ofReview);
	await page.locator('.quick-input-widget .monaco-list-row.focused').waitFor();
	await page.keyboard.press('Enter');
	const reviewAt = await reviewing;
	await page.keyboard.press('Escape');
	const { calledAt, blocks } = await asking;
	await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
	return { pickMs: pickAt - calledAt, reviewMs: reviewAt - calledAt, blocks };
}

async function click(page: Page): Promise<number> {
	await noteReleases(page);
	const painting = paintedAt(page, ofPick);
	await new ContextMenu(page).choose(new Explorer(page).row(clicked), titled('command.attach'));
	const paintedMs = (await painting) - (await releasedAt(page));
	await page.locator('.quick-input-widget .monaco-list-row.focused').waitFor();
	await page.keyboard.press('Escape');
	await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
	return paintedMs;
}

async function within<T>(ms: number, work: Promise<T>, complaint: string): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const tooLate = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`${complaint}: ${ms / 1_000} s`)), ms);
	});
	try {
		return await Promise.race([work, tooLate]);
	} finally {
		clearTimeout(timer);
	}
}
