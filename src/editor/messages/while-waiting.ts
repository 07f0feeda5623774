import * as vscode from 'vscode';

const patienceMs = 700;

/**
 * Runs `work`; where it takes long, a notification says what is being done, and how far it is as `report` was told last,
 * and lets the person cancel it. `undefined` where they do.
 */
export async function whileWaiting<Result>(
	title: string,
	work: (signal: AbortSignal, report: (message: string) => void) => Promise<Result>,
): Promise<Result | undefined> {
	const controller = new AbortController();
	let show = (_message: string): void => {};
	let last = '';
	const report = (message: string): void => {
		last = message;
		show(message);
	};
	const result = work(controller.signal, report);
	const timer = setTimeout(() => {
		void vscode.window.withProgress(
			{ location: vscode.ProgressLocation.Notification, title, cancellable: true },
			async (progress, token) => {
				show = message => progress.report({ message });
				report(last);
				token.onCancellationRequested(() => controller.abort());
				await result.catch(() => undefined); // whoever waits for the result hears of it
			},
		);
	}, patienceMs);
	try {
		return await result;
	} catch (error) {
		if (controller.signal.aborted) {
			return undefined;
		}
		throw error;
	} finally {
		clearTimeout(timer);
	}
}
