import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import { gitLimits } from '../../../src/editor/files/gather.js';
import { listFolder } from '../../../src/editor/folders/folders.js';
import type { Receipt } from '../../../src/editor/sending/receipt.js';
import { IgnoredByGit } from '../../../src/machine/git/ignored-by-git.js';
import { BoundedWorker } from '../../../src/machine/worker/bounded-worker.js';
import { gitOnceEnabled, setGit } from '../../editor/kit/use-git.js';
import { withBlocks } from '../blocks.js';
import { costOf } from '../cost.js';
import type { Order } from '../order.js';
import { ways } from '../ways/ways.js';
import type { EditorAnswer, EditorQuestion, EditorResult, GatherCost, HostCost, StartCost } from './editor-orders.js';
import { extensionLoads, timeActivate } from './extension-loads.js';

/** What VS Code calls inside its extension host: answers the benchmark's questions until it asks no more. */
export async function run(): Promise<void> {
	const socket = connect(Number(process.env.BENCH_PORT), '127.0.0.1');
	for await (const line of createInterface(socket)) {
		const question = JSON.parse(line) as EditorQuestion;
		if (question.ask === 'end') {
			break;
		}
		await reply(socket, question);
	}
	socket.destroy();
}

async function reply(socket: Socket, question: Exclude<EditorQuestion, { ask: 'end' }>): Promise<void> {
	let answer: EditorAnswer;
	try {
		answer = { result: await answerTo(question) };
	} catch (error) {
		answer = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
	}
	socket.write(`${JSON.stringify(answer)}\n`);
}

async function answerTo(question: Exclude<EditorQuestion, { ask: 'end' }>): Promise<EditorResult> {
	const { ask, order } = question;
	const settings = vscode.workspace.getConfiguration('corAttachments');
	if (settings.get('apiUrl') !== order.apiUrl) {
		await settings.update('apiUrl', order.apiUrl, vscode.ConfigurationTarget.Global);
	}
	process.env.COR_TOKEN = order.token;
	switch (ask) {
		case 'start':
			return start(order);
		case 'send':
			return measured(async () => {
				for (let time = 0; time < (order.times ?? 1); time += 1) {
					await attach(order);
				}
			});
		case 'choose':
			return measured(() => giveUp(order));
		case 'prepare':
			return true;
		case 'gather':
			return gather(order, question.withGit);
		case 'send-with':
			return ways[question.way](order);
		case 'review':
			return measured(() => attachReviewed(order));
	}
}

async function start(order: Order): Promise<StartCost> {
	const extension = ourExtension();
	if (extension.isActive) {
		throw new Error('the extension is active already');
	}
	const main = path.join(extension.extensionPath, extension.packageJSON.main as string);
	timeActivate(main);
	const calledAt = performance.timeOrigin + performance.now();
	await attach(order);
	return { calledAt, ...extensionLoads(extension.id, main) };
}

function ourExtension(): vscode.Extension<unknown> {
	const extension = vscode.extensions.all.find(({ packageJSON }) => packageJSON.name === 'cor-attachments');
	if (!extension) {
		throw new Error('the extension is not there');
	}
	return extension;
}

async function measured(work: () => Promise<void>): Promise<HostCost> {
	let calledAt = 0;
	let blocks: HostCost['blocks'] | undefined;
	const cost = await costOf(async () => {
		calledAt = performance.timeOrigin + performance.now();
		blocks = (await withBlocks(work)).blocks;
	});
	return { ...cost, calledAt, blocks: blocks ?? { longestMs: 0, longestCpuMs: 0, over50: 0 } };
}

async function gather({ files }: Order, withGit: boolean): Promise<GatherCost> {
	await setGit(true);
	const { git: program } = await gitOnceEnabled();
	const { extensionPath } = ourExtension();
	const worker = new BoundedWorker(pathToFileURL(path.join(extensionPath, 'dist', 'worker.mjs')));
	const git = new IgnoredByGit(async () => (withGit ? program.path : undefined), gitLimits);
	try {
		let found = { files: 0, leftOut: 0, isGuessed: false };
		const cost = await measured(async () => {
			for (const file of files) {
				const { files, leftOut, isGuessed } = await listFolder(worker, git, vscode.Uri.file(file));
				found = { files: files.length, leftOut: leftOut.count, isGuessed };
			}
		});
		return { ...cost, ...found };
	} finally {
		await git.dispose();
		worker.dispose();
	}
}

/** Through the command, as a program does. */
async function attach({ taskId, files }: Order): Promise<void> {
	check(await call({ taskId, uris: files.map(file => vscode.Uri.file(file)) }));
}

/** Through the command, as a person does who takes the task that is proposed and all files. */
async function attachReviewed({ files }: Order): Promise<void> {
	const enter = setInterval(
		() => void vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem'),
		500,
	);
	try {
		check(await call({ uris: files.map(file => vscode.Uri.file(file)) }));
	} finally {
		clearInterval(enter);
	}
}

/** Through the command, as a person does who closes what is asked. */
async function giveUp({ files }: Order): Promise<void> {
	const receipt = await call({ uris: files.map(file => vscode.Uri.file(file)) });
	if (receipt) {
		throw new Error('nobody wanted the files to be sent');
	}
}

function call(request: unknown): Thenable<Receipt | undefined> {
	return vscode.commands.executeCommand('corAttachments.attach', request);
}

function check(receipt: Receipt | undefined): void {
	const lost = receipt?.outcomes.find(({ status }) => status !== 'attached');
	if (!receipt || lost) {
		throw new Error(lost ? `${lost.name}: ${lost.status}: ${lost.reason}` : 'nothing was sent');
	}
}
