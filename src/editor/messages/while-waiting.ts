import * as vscode from 'vscode';

const patienceMs = 700;

/**
 * Runs `work`. If it takes long, shows a notification with the last `report`, which the person can cancel. `undefined`
 * if they do.
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
				await result.catch(() => undefined); // the caller gets the error
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
