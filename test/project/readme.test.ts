import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { manifest, readJson, root } from './kit/manifest.js';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const reference = readFileSync(join(root, 'docs/reference.md'), 'utf8');
const { commands, configuration, menus } = manifest.contributes;

describe('the reference', () => {
	it('names every setting with its default, in the order of the settings', () => {
		const rows = tableBelow('Settings').map(([setting, value]) => [setting, value]);
		const settings = Object.entries(configuration.properties)
			.sort(([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0))
			.map(([id, { default: value }]) => [`\`${id}\``, inWords(value)]);
		assert.deepEqual(rows, settings);
	});

	it('says of each setting of your own that no workspace sets it', () => {
		const rows = tableBelow('Settings');
		const all = rows.findIndex(([, , meaning]) => meaning?.includes('as do all below'));
		for (const [place, [setting = '', , meaning]] of rows.entries()) {
			const isPersonal = configuration.properties[setting.replaceAll('`', '')]?.scope === 'application';
			const isSaid = place > all || /Counts only in your user settings/.test(meaning ?? '');
			assert.equal(isSaid, isPersonal, setting);
		}
	});

	it('names every command that the palette shows', () => {
		const english = readJson<Readonly<Record<string, string>>>('package.nls.json');
		const never = new Set(
			(menus.commandPalette ?? []).filter(({ when }) => when === 'false').map(each => each.command),
		);
		const shown = commands.filter(({ command }) => !never.has(command));
		assert.deepEqual(
			tableBelow('Commands')
				.map(([command]) => command)
				.sort(),
			shown.map(({ title }) => `*COR: ${english[title.slice(1, -1)]}*`).sort(),
		);
	});

	it('leads to files that are there', () => {
		for (const [, target = ''] of reference.matchAll(/\[[^\]]*\]\(([^)#:]+)(?:#[^)]*)?\)/g)) {
			assert.ok(statSync(join(root, 'docs', target)).isFile(), target);
		}
	});
});

describe('the README', () => {
	it('shows pictures that are there, each with what is on it in words', () => {
		const pictures = [...readme.matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)];
		assert.ok(pictures.length > 0);
		for (const [, words = '', file = ''] of pictures) {
			assert.ok(words.length > 20, file);
			assert.ok(statSync(join(root, file)).size > 0, file);
		}
	});

	it('begins with a moving picture that is small, and long enough to be followed', () => {
		const [, file = ''] = /!\[[^\]]*\]\(([^)]+)\)/.exec(readme) ?? [];
		const gif = readFileSync(join(root, file));
		assert.equal(gif.subarray(0, 6).toString('latin1'), 'GIF89a');
		assert.ok(gif.length < 1_500_000, `${gif.length} bytes`);
		const [width, seconds] = [gif.readUInt16LE(6), secondsOf(gif)];
		assert.ok(width >= 800 && width <= 1_280, `${width} pixels`);
		assert.ok(seconds > 8 && seconds < 35, `${seconds} s`);
	});

	it('leads to headings and files that are there', () => {
		const headings = new Set([...readme.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)));
		for (const [, target = ''] of readme.matchAll(/[^!]\[[^\]]*\]\(([^)]+)\)/g)) {
			if (target.startsWith('#')) {
				assert.ok(headings.has(target.slice(1)), target);
			} else if (!target.startsWith('https:')) {
				assert.ok(statSync(join(root, target)).isFile(), target);
			}
		}
	});
});

/** The cells of the first table below a heading, without its head. */
function tableBelow(heading: string): readonly (readonly string[])[] {
	const section = reference.split(new RegExp(`^## ${heading}$`, 'm'))[1] ?? '';
	const table = /(?:^\|.*\n)+/m.exec(section)?.[0] ?? '';
	const [, , ...rows] = table.trimEnd().split('\n');
	assert.ok(rows.length > 0, heading);
	return rows.map(row =>
		row
			.split(/(?<!\\)\|/)
			.slice(1, -1)
			.map(cell => cell.trim()),
	);
}

function inWords(value: unknown): string {
	const isEmpty = value === '' || (Array.isArray(value) && value.length === 0);
	return isEmpty ? 'empty' : `\`${value}\``;
}

/** How long a GIF runs: each of its pictures says for how many hundredths of a second it stands. */
function secondsOf(gif: Buffer): number {
	let hundredths = 0;
	const control = Buffer.from([0x21, 0xf9, 0x04]);
	for (let at = gif.indexOf(control); at >= 0; at = gif.indexOf(control, at + 1)) {
		hundredths += gif.readUInt16LE(at + 4);
	}
	return hundredths / 100;
}

/** As GitHub and the Marketplace make it. */
function anchorOf(heading: string): string {
	return heading
		.toLowerCase()
		.replace(/[^\p{L}\p{N} _-]/gu, '')
		.replaceAll(' ', '-');
}
