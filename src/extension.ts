import type * as vscode from 'vscode';
import { CorAuthentication } from './editor/accounts/authentication.js';
import { PastedImages } from './editor/entry-points/pasted-images.js';
import { makeParts } from './editor/make-parts.js';
import { loadOnDemand, preload, registerOnDemand } from './editor/register-on-demand.js';
import { AttachmentsView } from './editor/view/attachments-view.js';

/** Builds and registers everything. Reads nothing and awaits nothing, so that activation is fast. */
export function activate(context: vscode.ExtensionContext): void {
	const parts = makeParts(context, () => view.followHistory());
	const load = loadOnDemand(parts, context, () => view);
	const view: AttachmentsView = new AttachmentsView(parts, async (...dropped) =>
		(await load()).attachDropped(...dropped),
	);
	const pasted = new PastedImages(parts.made, async (...image) => (await load()).attachPasted(...image));
	const authentication = new CorAuthentication(parts);
	const startOver = (): void => view.startOver();
	const refreshing = [authentication.onDidChangeSessions(startOver), parts.accounts.onDidChoose(startOver)];
	const onDemand = registerOnDemand(commandIds(context), load);
	context.subscriptions.push(
		view,
		pasted,
		authentication,
		authentication.register(),
		...refreshing,
		onDemand,
		preload(),
	);
}

function commandIds({ extension }: vscode.ExtensionContext): readonly string[] {
	const { contributes } = extension.packageJSON as { contributes: { commands: readonly { command: string }[] } };
	return contributes.commands.map(({ command }) => command);
}
