import path from 'node:path';
import type { Page } from 'playwright-core';
import type { RunningEditor } from './start-editor.js';

export interface DevelopOptions {
	/** Folders of unpacked extensions to load, as desktop VS Code's `--extensionDevelopmentPath`. */
	readonly extensions: readonly string[];
	/** A module whose `run()` is called inside the extension host, as `--extensionTestsPath`. */
	readonly tests?: string;
	/** What the extension host prints to its console. */
	onConsole?(type: string, args: readonly unknown[]): void;
}

/**
 * Makes the workbench that `page` will open load extensions from folders, and run tests. Resolves `exitCode` when the
 * tests are through. Works by the workbench's own `developmentOptions`, added to the configuration that its page carries:
 * the address' `payload` would do the same, but a built VS Code 1.139 heeds it only in a mode that hides notifications.
 */
export async function develop(
	page: Page,
	editor: RunningEditor,
	options: DevelopOptions,
): Promise<{ exitCode: Promise<number> }> {
	const { promise: exitCode, resolve } = withResolvers<number>();
	await page.exposeFunction('codeAutomationExit', resolve);
	await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) =>
		options.onConsole?.(type, args),
	);
	await page.addInitScript(addDevelopmentOptions, {
		authority: new URL(editor.origin).host,
		extensions: options.extensions.map(folder => path.resolve(folder)),
		tests: options.tests && path.resolve(options.tests),
	});
	return { exitCode };
}

function withResolvers<T>() {
	let resolve: (value: T) => void = () => {};
	const promise = new Promise<T>(settle => {
		resolve = settle;
	});
	return { promise, resolve };
}

interface Development {
	readonly authority: string;
	readonly extensions: readonly string[];
	readonly tests: string | undefined;
}

// Runs in the page, before the workbench reads its configuration.
function addDevelopmentOptions({ authority, extensions, tests }: Development): void {
	const element = (
		globalThis as unknown as { Element: { prototype: { getAttribute(name: string): string | null; id: string } } }
	).Element;
	const getAttribute = element.prototype.getAttribute;
	element.prototype.getAttribute = function (name) {
		const value = getAttribute.call(this, name);
		if (value === null || name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration') {
			return value;
		}
		const toUri = (file: string) => ({ scheme: 'vscode-remote', authority, path: file });
		const configuration = JSON.parse(value);
		configuration.developmentOptions = { ...configuration.developmentOptions, extensions: extensions.map(toUri) };
		if (tests) {
			configuration.developmentOptions.extensionTestsPath = toUri(tests);
		}
		return JSON.stringify(configuration);
	};
}
