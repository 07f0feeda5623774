import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(__dirname, '../media/walkthrough');

/** The editor's own colours in each kind of theme, under the names that the pictures' sources have for them. */
const colours = {
	light: ['#3b3b3b', '#6e6e6e', '#005fb8', '#f8f8f8', '#ffffff'],
	dark: ['#cccccc', '#9d9d9d', '#4daafc', '#181818', '#1f1f1f'],
	hc: ['#ffffff', '#d4d4d4', '#21a6ff', '#000000', '#000000'],
	hcLight: ['#292929', '#515151', '#0f4a85', '#ffffff', '#ffffff'],
} as const;
const names = [
	'foreground',
	'descriptionForeground',
	'textLink-foreground',
	'sideBar-background',
	'editorWidget-background',
];

/**
 * The pictures of the walkthrough, by their place below `media/walkthrough`: each source in the colours of each kind of
 * theme. One drawing in the colours of whatever theme is in force would do, but the editor reads no words of such a one to
 * those who cannot see it.
 */
export function walkthroughPictures(): ReadonlyMap<string, string> {
	const pictures = new Map<string, string>();
	for (const file of readdirSync(path.join(folder, 'source')).sort()) {
		const source = readFileSync(path.join(folder, 'source', file), 'utf8');
		for (const [theme, values] of Object.entries(colours)) {
			const drawn = names.reduce(
				(text, name, at) => text.replaceAll(`var(--vscode-${name})`, values[at] ?? ''),
				source,
			);
			pictures.set(`${theme}/${file}`, drawn);
		}
	}
	return pictures;
}
