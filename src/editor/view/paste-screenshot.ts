import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { pictureName } from '../../attach/names/picture-name.js';
import { readAs } from '../../attach/schemas.js';
import { plainText } from '../../attach/text/plain-text.js';
import type { Task } from '../../cor/answers/answers.js';
import { taskLabel } from '../messages/names.js';

/** A pasted picture with a unique name. */
export interface Picture {
	readonly name: string;
	readonly bytes: Uint8Array;
}

/** Extensions of the picture types that browsers show. */
const endings = {
	'image/png': 'png',
	'image/jpeg': 'jpg',
	'image/gif': 'gif',
	'image/webp': 'webp',
	'image/bmp': 'bmp',
} as const;

const maxBytes = 50_000_000;

const pastedPicture = v.object({
	type: v.picklist(Object.keys(endings) as (keyof typeof endings)[]),
	bytes: v.pipe(
		v.union([v.instance(Uint8Array), v.instance(ArrayBuffer)]),
		v.transform(bytes => new Uint8Array(bytes)),
		v.check(({ length }) => length > 0 && length <= maxBytes),
	),
});

/**
 * Shows a page for pasting a picture, because VS Code gives extensions no other access to one. The page has no network
 * access and runs only this script. `undefined` if the person closes it.
 */
export async function pasteScreenshot(task: Task): Promise<Picture | undefined> {
	const panel = vscode.window.createWebviewPanel(
		'corAttachments.screenshot',
		vscode.l10n.t('Paste a Screenshot'),
		vscode.ViewColumn.Active,
		{ enableScripts: true, localResourceRoots: [], retainContextWhenHidden: true }, // the picture exists only in the page
	);
	let picture: Picture | undefined;
	panel.webview.onDidReceiveMessage(message => {
		const pasted = readAs(pastedPicture, message);
		if (pasted) {
			picture = { name: pictureName('screenshot', new Date(), endings[pasted.type]), bytes: pasted.bytes };
			panel.dispose();
		}
	});
	const closed = new Promise<void>(resolve => {
		panel.onDidDispose(() => resolve());
	});
	panel.webview.html = pageFor(task);
	await closed;
	return picture;
}

function pageFor(task: Task): string {
	const nonce = randomBytes(16).toString('base64');
	const attach = htmlText(vscode.l10n.t('Attach to {0}', plainText(taskLabel(task), 80)));
	const paste = htmlText(vscode.l10n.t('Copy an image, then paste it here.'));
	const nothing = htmlText(vscode.l10n.t('The clipboard has no image that can be attached.'));
	const alt = htmlText(vscode.l10n.t('The pasted image'));
	return `<!DOCTYPE html>
<html lang="${htmlText(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
	content="default-src 'none'; img-src blob:; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<style nonce="${nonce}">
	body { padding: 1rem; }
	img { display: block; max-width: 100%; max-height: 70vh; margin-bottom: 1rem; border: 1px solid var(--vscode-panel-border); }
	button { padding: 0.4rem 1rem; font: inherit; cursor: pointer; color: var(--vscode-button-foreground);
		background: var(--vscode-button-background); border: 1px solid var(--vscode-button-border, transparent); }
	button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
	[hidden] { display: none; }
</style>
</head>
<body>
<p id="hint" role="status" data-paste="${paste}" data-nothing="${nothing}">${paste}</p>
<img id="picture" alt="${alt}" hidden>
<button id="attach" type="button" hidden>${attach}</button>
<script nonce="${nonce}">
	const editor = acquireVsCodeApi();
	const [hint, picture, attach] = ['hint', 'picture', 'attach'].map(id => document.getElementById(id));
	const types = ${JSON.stringify(Object.keys(endings))};
	let pasted;
	addEventListener('paste', event => {
		const items = [...(event.clipboardData?.items ?? [])];
		const file = items.find(({ type }) => types.includes(type))?.getAsFile();
		if (!file || file.size > ${maxBytes}) {
			hint.textContent = hint.dataset.nothing;
			return;
		}
		event.preventDefault();
		pasted = file;
		URL.revokeObjectURL(picture.src);
		picture.src = URL.createObjectURL(file);
		hint.textContent = hint.dataset.paste;
		picture.hidden = attach.hidden = false;
		attach.focus();
	});
	attach.addEventListener('click', async () => {
		attach.disabled = true;
		editor.postMessage({ type: pasted.type, bytes: new Uint8Array(await pasted.arrayBuffer()) });
	});
</script>
</body>
</html>`;
}

function htmlText(text: string): string {
	return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
