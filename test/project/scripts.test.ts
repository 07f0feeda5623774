import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, root } from './kit/manifest.js';

describe('the documents', () => {
	it('name only commands that there are', () => {
		const { scripts } = readJson<{ readonly scripts: Readonly<Record<string, string>> }>('package.json');
		const documents = ['.', 'docs', 'test'].flatMap(folder =>
			readdirSync(join(root, folder))
				.filter(name => name.endsWith('.md'))
				.map(name => join(folder, name)),
		);
		assert.ok(documents.length > 3);
		const unknown = documents.flatMap(file => {
			const text = readFileSync(join(root, file), 'utf8');
			return [...text.matchAll(/npm run ([\w:-]+)/g)]
				.filter(([, script = '']) => !(script in scripts))
				.map(([command]) => `${file}: ${command}`);
		});
		assert.deepEqual(unknown, []);
	});
});
