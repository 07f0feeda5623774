import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** As much of package.json as the tests look at. */
export interface Manifest {
	readonly name: string;
	readonly publisher: string;
	readonly displayName: string;
	readonly repository: { readonly url: string };
	readonly bugs: { readonly url: string };
	readonly homepage: string;
	readonly icon: string;
	readonly categories: readonly string[];
	readonly keywords: readonly string[];
	readonly engines: { readonly vscode: string };
	readonly devDependencies: Readonly<Record<string, string>>;
	readonly activationEvents?: readonly string[];
	readonly capabilities: {
		readonly untrustedWorkspaces: { readonly restrictedConfigurations?: readonly string[] };
	};
	readonly contributes: {
		readonly commands: readonly Command[];
		readonly keybindings: readonly Keybinding[];
		readonly languageModelTools: readonly Tool[];
		readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
		readonly views: Readonly<Record<string, readonly { readonly id: string; readonly name: string }[]>>;
		readonly viewsWelcome: readonly { readonly view: string; readonly contents: string }[];
		readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
		readonly walkthroughs: readonly { readonly title: string; readonly steps: readonly WalkthroughStep[] }[];
	};
}

interface WalkthroughStep {
	readonly id: string;
	readonly title: string;
	readonly description: string;
	readonly media: { readonly image: Readonly<Record<string, string>>; readonly altText: string };
	readonly completionEvents: readonly string[];
}

interface Command {
	readonly command: string;
	readonly category?: string;
	readonly title: string;
}

interface Keybinding {
	readonly command: string;
	readonly key: string;
	readonly mac: string;
	readonly when: string;
}

interface Tool {
	readonly name: string;
	readonly modelDescription: string;
	readonly inputSchema: {
		readonly additionalProperties?: boolean;
		readonly properties: Readonly<Record<string, { readonly maxItems?: number }>>;
	};
}

interface MenuItem {
	readonly command?: string;
	readonly submenu?: string;
	readonly when?: string;
	readonly group?: string;
}

interface Setting {
	readonly type: string;
	readonly default?: unknown;
	readonly scope?: string;
	readonly order?: number;
	readonly description?: string;
	readonly markdownDescription?: string;
	readonly enum?: readonly unknown[];
	readonly enumDescriptions?: readonly string[];
	readonly markdownEnumDescriptions?: readonly string[];
}

export const languages = ['es', 'pt-br'] as const;

export const root = join(__dirname, '../../..');

/** Reads a JSON file of the project. */
export function readJson<Content>(path: string): Content {
	return JSON.parse(readFileSync(join(root, path), 'utf8')) as Content;
}

export const manifest = readJson<Manifest>('package.json');

/** Every text in a piece of JSON, wherever it stands. */
export function textsIn(value: unknown): readonly string[] {
	if (typeof value === 'string') {
		return [value];
	}
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
