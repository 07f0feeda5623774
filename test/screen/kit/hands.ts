import { keepText } from '../../leaks/kept.js';
import type { Credentials, Sandbox } from '../../sandbox/sandbox.js';
import { takeItem } from './menus/menu-item.js';
import { like, say, titled } from './spoken.js';
import type { Workbench } from './workbench.js';

const triesToType = 5;
const triesToSelect = 10;

/** The title of the review, whatever is checked in it. */
export const ofReview = new RegExp(
	[
		like('Attach 1 file ({0}) to {1}', /.*/, '#'),
		like('Attach {0} files ({1}) to {2}', /.*/, /.*/, '#'),
		like('Attach {0} of {1} files ({2}) to {3}', /.*/, /.*/, /.*/, '#'),
		like('Nothing is checked for {0}', '#'),
	]
		.map(({ source }) => source)
		.join('|'),
);

/** Works the extension in English as a person does: what the keyboard types goes wherever the focus is. */
export class Hands {
	readonly bench: Workbench;

	constructor(bench: Workbench) {
		this.bench = bench;
	}

	/** Types over what is in the box, and clicks into it first where something that came late has taken the focus. */
	async type(text: string): Promise<void> {
		const { page, quickInput } = this.bench;
		for (let tries = 0; tries < triesToType; tries++) {
			await page.keyboard.press('Control+A');
			await page.keyboard.type(text);
			if ((await quickInput.input.inputValue()) === text) {
				return;
			}
			await quickInput.input.click();
		}
		throw new Error('What was typed never came to the box.');
	}

	async enter(text: string): Promise<void> {
		await this.type(text);
		await this.bench.quickInput.accept();
	}

	/** Opens the context menu of the last of these files in the explorer, while all are selected, and takes the command that attaches. */
	async attach(...names: readonly string[]): Promise<void> {
		const { explorer, contextMenu } = this.bench;
		const label = titled('command.attach');
		for (let tries = 0; tries < triesToSelect; tries++) {
			await explorer.select(names);
			const item = await contextMenu.openWith(explorer.row(names.at(-1) ?? ''), label);
			if ((await explorer.selected()).length === names.length) {
				await takeItem(item, label);
				return;
			}
			await contextMenu.close(); // the explorer was read anew meanwhile: the menu is of one file
		}
		throw new Error(`The explorer never kept ${names.join(', ')} selected.`);
	}

	/** Answers the questions of the sign-in up to the secret, which is left to be typed. */
	async signInUpToSecret({ apiKey }: Pick<Credentials, 'apiKey'>): Promise<void> {
		const { quickInput } = this.bench;
		await quickInput.asks(say('Sign In to COR'));
		await quickInput.choose(say('API key and client secret'));
		await quickInput.says(say('Enter the API key.'));
		await this.enter(apiKey);
		await quickInput.says(say('Enter the client secret.'));
	}

	async signIn(credentials: Credentials): Promise<void> {
		await this.signInUpToSecret(credentials);
		await this.enter(credentials.clientSecret);
	}

	/** Types a task and takes it as soon as its title is shown; what comes after it is another question, or nothing. */
	async takeTask(text: string, taskTitle: string): Promise<void> {
		const { quickInput } = this.bench;
		await quickInput.asks(like('Attach {0}'));
		await this.type(text);
		await quickInput.highlighted(taskTitle).first().waitFor();
		await quickInput.accept();
	}

	/** Types a task for one plain file, which then is sent. */
	async chooseTask(text: string, taskTitle: string): Promise<void> {
		await this.takeTask(text, taskTitle);
		await this.bench.quickInput.isClosed();
	}

	/** Sends what is ticked in the review. */
	async acceptReview(): Promise<void> {
		const { quickInput } = this.bench;
		await quickInput.asks(ofReview);
		await quickInput.accept();
		await quickInput.isClosed();
	}

	/** Chooses these options for what is in the review, and comes back to it. */
	async chooseOptions(...labels: readonly string[]): Promise<void> {
		const { quickInput } = this.bench;
		await quickInput.press(say('Options…'));
		await quickInput.asks(like('Options for {0}', '#'));
		for (const label of labels) {
			await quickInput.choose(label);
			await quickInput
				.item(label)
				.filter({ hasText: say('current') })
				.waitFor();
		}
		await this.bench.page.keyboard.press('Escape');
		await quickInput.asks(ofReview);
	}

	/** Types a task for several files and sends what the review has ticked. */
	async chooseTaskAndReview(text: string, taskTitle: string): Promise<void> {
		await this.takeTask(text, taskTitle);
		await this.acceptReview();
	}

	/**
	 * The same, for several files, while COR takes the credential no longer: the upload, the look at the task that follows,
	 * and the renewal are refused.
	 */
	async chooseTaskAndBeRefused(text: string, taskTitle: string, sandbox: Sandbox): Promise<void> {
		const refused = { kind: 'status', status: 401, body: {} } as const;
		await this.takeTask(text, taskTitle);
		await this.bench.quickInput.asks(ofReview); // the task's list is read by then
		sandbox.failNext({ method: 'POST', path: `/v1/tasks/${text}/attachments` }, refused);
		sandbox.failNext({ method: 'GET', path: `/v1/tasks/${text}/attachments` }, refused);
		sandbox.failNext({ method: 'POST', path: '/v1/oauth/token' }, refused);
		await this.acceptReview();
	}

	/** Forgets what tests before have attached: of a COR that was emptied since, the view would say that it does not list it. */
	async forgetHistory(): Promise<void> {
		const { commandPalette, modal } = this.bench;
		await commandPalette.run(`COR: ${titled('command.clearHistory')}`);
		await modal.says(say("Clear this workspace's attachment history?"));
		await modal.press(say('Clear History'));
	}

	/** What `action` puts into the clipboard. */
	async copiedBy(action: () => Promise<unknown>): Promise<string> {
		const { page } = this.bench;
		await page.evaluate("navigator.clipboard.writeText('')");
		await action();
		// No event tells of the clipboard.
		const copied = await page.evaluate<string>(`(async () => {
			for (;;) {
				const text = await navigator.clipboard.readText();
				if (text !== '') {
					return text;
				}
				await new Promise(requestAnimationFrame);
			}
		})()`);
		keepText('clipboards', copied);
		return copied;
	}
}
