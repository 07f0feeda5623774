import path from 'node:path';
import { projectDir } from '../host/paths.js';
import { agencyFiles } from '../screen/kit/agency-folder.js';
import { Hands } from '../screen/kit/hands.js';
import { wordsIn } from '../screen/kit/spoken.js';
import { openWorkbench } from '../screen/kit/workbench.js';
import { type DemoSetUp, setUpDemo } from './set-up.js';

const names: readonly string[] = [agencyFiles.proposal, agencyFiles.video];
const task = { id: 4101, title: 'Diseño de la campaña de invierno' };
const attach = wordsIn('en').title('command.attach');
const uploadBytesPerSecond = 6_000_000; // slow enough to see it go

/** Signs in, attaches two files and takes a picture of every step. Resolves with the pictures' folder. */
async function attachByHand({ sandbox, folder, settings }: DemoSetUp): Promise<string> {
	const { bench, close: closeWorkbench } = await openWorkbench({ suite: 'demo', folder: folder.dir, settings });
	try {
		await bench.screenshots.clear();
		const hands = new Hands(bench);
		const { explorer, contextMenu, notifications, quickInput } = bench;

		console.log(`Right click on ${names.join(' and ')}, "${attach}"`);
		await explorer.shows(names[0] ?? '');
		await explorer.select(names);
		await contextMenu.openWith(explorer.row(names[1] ?? ''), attach);
		await bench.screenshot('1-menu');
		await contextMenu.close();
		await hands.attach(...names);

		console.log('Sign in with an API key and its client secret');
		await hands.signInUpToSecret(sandbox.credentials);
		await bench.screenshot('2-sign-in');
		await hands.enter(sandbox.credentials.clientSecret);

		console.log(`Type ${task.id}, see the title of the task, Enter`);
		await quickInput.item('#').first().waitFor(); // a task to choose
		await hands.type(String(task.id));
		await quickInput.item(task.title).waitFor();
		await bench.screenshot('3-task');
		sandbox.set({ uploadBytesPerSecond });
		await quickInput.accept();
		console.log('See the files, Enter');
		await hands.acceptReview();

		await notifications.shows(/\([3-8]\d%\)/);
		await bench.screenshot('4-progress');
		await notifications.result(task.title).waitFor();
		await bench.screenshot('5-result');
		console.log((await notifications.texts()).join('\n'));
		return bench.screenshots.dir;
	} finally {
		await closeWorkbench();
	}
}

/** Prints what COR holds now beside what lies on the disk; whether they are the same. */
function compare({ sandbox, folder }: DemoSetUp): boolean {
	const stored = sandbox.attachments(task.id);
	console.log(`\nTask ${task.id} holds:`);
	for (const { originalname, size, sha256 } of stored) {
		const isSame = names.includes(originalname) && sha256 === folder.sha256Of(originalname);
		console.log(`  ${originalname}, ${size} bytes\n    SHA-256 ${sha256}, ${isSame ? 'as' : 'NOT as'} on the disk`);
	}
	return names.every(name =>
		stored.some(({ originalname, sha256 }) => originalname === name && sha256 === folder.sha256Of(name)),
	);
}

async function main(): Promise<void> {
	const setUp = await setUpDemo();
	try {
		const pictures = await attachByHand(setUp);
		process.exitCode = compare(setUp) && setUp.sandbox.complaints.length === 0 ? 0 : 1;
		console.log(`\nPictures: ${path.relative(projectDir, pictures)}`);
	} finally {
		await setUp.close();
	}
}

void main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
