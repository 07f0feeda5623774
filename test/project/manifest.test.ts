import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import ts from 'typescript';
import { walkthroughPictures } from '../../scripts/walkthrough-pictures.js';
import { manifest, readJson, root, textsIn } from './kit/manifest.js';
import { nodesOf, sourceFiles } from './kit/source-files.js';

const { commands, keybindings, menus, configuration, languageModelTools: tools } = manifest.contributes;
const settings = Object.entries(configuration.properties);
const sources = sourceFiles().flatMap(nodesOf);

describe('the manifest', () => {
	it('contributes only commands that the code registers', () => {
		const registered = registeredCommands();
		assert.deepEqual(
			commands.map(({ command }) => command).filter(id => !registered.has(id)),
			[],
		);
	});

	it('contributes every command that the code registers, for only these start the extension', () => {
		const contributed = new Set(commands.map(({ command }) => command));
		assert.deepEqual(
			[...registeredCommands()].filter(id => !contributed.has(id)),
			[],
		);
	});

	for (const { command, category, title } of commands) {
		it(`shows ${command} as one of COR's, in words that are translated`, () => {
			assert.match(command, /^corAttachments\.[a-z][a-zA-Z]+$/);
			assert.equal(category, 'COR');
			assert.match(title, /^%[\w.]+%$/);
		});
	}

	it('describes exactly the tools that the code registers, each with a schema that lets in nothing unknown', () => {
		const registered = sources
			.filter(ts.isCallExpression)
			.filter(({ expression }) => /\bregisterTool$/.test(expression.getText()))
			.map(({ arguments: [name] }) => (name && ts.isStringLiteralLike(name) ? name.text : ''));
		assert.deepEqual(tools.map(({ name }) => name).sort(), registered.sort());
		for (const { name, modelDescription, inputSchema } of tools) {
			assert.match(name, /^cor_[a-z]+_[a-z]+$/);
			assert.match(modelDescription, /projectcor\.com/);
			assert.equal(inputSchema.additionalProperties, false);
		}
	});

	it('fills menus with its own commands, each in a group', () => {
		const known = new Set(commands.map(({ command }) => command));
		for (const [menu, items] of Object.entries(menus)) {
			for (const { command, submenu, group } of items) {
				assert.ok(submenu ?? known.has(command ?? ''), `${menu} shows ${command}, which does not exist`);
				assert.ok(menu === 'commandPalette' || group, `${command} has no group in ${menu}`);
			}
		}
	});

	it('lets every command be run by keyboard: from the palette, by a key, or from the menu of a row, where inline buttons are not', () => {
		const hidden = new Set(
			(menus.commandPalette ?? []).filter(({ when }) => when === 'false').map(item => item.command),
		);
		const inMenuOfRow = ['view/item/context', 'explorer/context', 'scm/resourceState/context']
			.flatMap(menu => menus[menu] ?? [])
			.filter(({ group }) => !group?.startsWith('inline'))
			.map(({ command }) => command);
		// The row "Show More" is itself this command; the others are for keys of people and for an input of tasks.json.
		const others = ['showMoreAttachments', 'attach', 'attachForTask'].map(name => `corAttachments.${name}`);
		const reachable = new Set([...inMenuOfRow, ...keybindings.map(({ command }) => command), ...others]);
		assert.deepEqual(
			[...hidden].filter(command => !reachable.has(command)),
			[],
		);
	});

	it('asks in a when clause only for settings that exist', () => {
		const asked = Object.values(menus)
			.flat()
			.flatMap(({ when }) => [...(when ?? '').matchAll(/config\.([\w.]+)/g)].map(([, id]) => id ?? ''));
		assert.deepEqual(
			asked.filter(id => !configuration.properties[id]),
			[],
		);
	});

	it('asks only for context keys that the code sets', () => {
		const asked = textsIn(manifest.contributes).flatMap(text =>
			[...text.matchAll(/corAttachments:(\w+)/g)].map(([, key]) => key ?? ''),
		);
		assert.ok(asked.length > 0);
		assert.deepEqual(
			asked.filter(key => !literals().has(key)),
			[],
		);
	});

	it('has a walkthrough of four steps, each with a picture in words too and something that ticks it off', () => {
		const [walkthrough, ...others] = manifest.contributes.walkthroughs;
		assert.deepEqual(others, []);
		assert.equal(walkthrough?.steps.length, 4);
		for (const { title, description, media, completionEvents } of walkthrough?.steps ?? []) {
			assert.match(title + description + media.altText, /^(?:%[\w.]+%){3}$/);
			assert.match(completionEvents.join(), /^on(?:Context:corAttachments:\w+|Command:corAttachments\.attach.*)$/);
		}
	});

	it('has each picture of the walkthrough in the colours of every kind of theme, as drawn, and without words', () => {
		const drawn = walkthroughPictures();
		const shown = manifest.contributes.walkthroughs.flatMap(({ steps }) =>
			steps.flatMap(({ id, media }) =>
				Object.entries(media.image).map(([theme, file]) => [`${theme}/${id}.svg`, file]),
			),
		);
		assert.deepEqual(shown.map(([place]) => place).toSorted(), [...drawn.keys()].toSorted());
		for (const [place = '', file = ''] of shown) {
			assert.equal(readFileSync(join(root, file), 'utf8'), drawn.get(place), file);
			assert.doesNotMatch(drawn.get(place) ?? '', /<text|var\(/, file);
		}
	});

	for (const [id, setting] of settings) {
		it(`says of ${id} what it is by default, where it may be set, its place and its meaning`, () => {
			assert.match(id, /^corAttachments\.[a-z][a-zA-Z]+$/);
			assert.notEqual(setting.default, undefined);
			assert.match(setting.scope ?? '', /^(?:application|window|resource)$/);
			assert.equal(typeof setting.order, 'number');
			assert.match(setting.markdownDescription ?? setting.description ?? '', /^%[\w.]+%$/);
			if (setting.enum) {
				const meanings = setting.markdownEnumDescriptions ?? setting.enumDescriptions ?? [];
				assert.equal(meanings.length, setting.enum.length);
			}
		});

		it(`offers ${id} because something depends on it`, () => {
			const inClauses = textsIn(menus).some(text => text.includes(`config.${id}`));
			assert.ok(inClauses || literals().has(id) || literals().has(id.replace('corAttachments.', '')));
		});
	}

	it('gives no two settings the same place', () => {
		const places = settings.map(([, { order }]) => order);
		assert.equal(new Set(places).size, places.length);
	});

	it('lets no workspace say where the credential goes, or anything else but what menus show and what stays behind', () => {
		const harmless = ['corAttachments.showInMenus', 'corAttachments.exclude'];
		const personal = settings.filter(([id]) => !harmless.includes(id));
		assert.ok(personal.length > 0);
		for (const [id, { scope }] of personal) {
			assert.equal(scope, 'application', id);
			assert.ok(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations?.includes(id), id);
		}
	});

	it('is written against the oldest editor that it promises', () => {
		const types = readJson<{ version: string }>('node_modules/@types/vscode/package.json').version;
		assert.equal(manifest.engines.vscode, `^${types}`);
		assert.equal(manifest.devDependencies['@types/vscode'], types);
	});

	it('does not start with the editor', () => {
		const eager = (manifest.activationEvents ?? []).filter(event => /^(?:\*|onStartupFinished)$/.test(event));
		assert.deepEqual(eager, []);
	});

	it('shows an icon of 256 pixels, with corners through which a dark page is seen as well as a light one', () => {
		const { width, height, data } = PNG.sync.read(readFileSync(join(root, manifest.icon)));
		assert.deepEqual([width, height], [256, 256]);
		const alphaAt = (pixel: number) => data[4 * pixel + 3];
		assert.deepEqual([0, 255, 256 * 255, 256 * 256 - 1].map(alphaAt), [0, 0, 0, 0]);
		assert.equal(alphaAt(128 * 256 + 128), 255);
	});

	it('is listed under what it is, with the five words that the Marketplace takes', () => {
		const hasTools = 'languageModelTools' in manifest.contributes;
		assert.deepEqual(manifest.categories, hasTools ? ['Other', 'AI'] : ['Other']);
		assert.equal(manifest.keywords.length, 5);
	});

	it('leads to one repository, and has what the packaging tool would otherwise ask for', () => {
		const repository = manifest.repository.url.replace(/\.git$/, '');
		assert.match(repository, /^https:\/\//);
		assert.ok(manifest.bugs.url.startsWith(`${repository}/`));
		assert.ok(manifest.homepage.startsWith(repository));
		for (const file of ['LICENSE', 'README.md', 'CHANGELOG.md', 'SUPPORT.md', manifest.icon]) {
			assert.ok(existsSync(join(root, file)), file);
		}
	});
});

/** The ids in the tables of commands.ts and its like, and those registered by name elsewhere. */
function registeredCommands(): ReadonlySet<string> {
	const ids = sources.map(node => {
		if (
			ts.isPropertyAssignment(node) &&
			/^editor\/(?:\w+\/)?(?:[a-z]+-)?commands\.ts$/.test(node.getSourceFile().fileName)
		) {
			return ts.isStringLiteral(node.name) ? node.name.text : undefined;
		}
		if (ts.isCallExpression(node) && /\bregister(?:TextEditor)?Command$/.test(node.expression.getText())) {
			const [id] = node.arguments;
			return id && ts.isStringLiteralLike(id) ? id.text : undefined;
		}
		return undefined;
	});
	return new Set(ids.filter(id => id !== undefined));
}

function literals(): ReadonlySet<string> {
	return new Set(sources.filter(ts.isStringLiteralLike).map(({ text }) => text));
}
