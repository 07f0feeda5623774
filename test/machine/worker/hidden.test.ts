import assert from 'node:assert/strict';
import { HiddenMatcher } from '../../../src/machine/worker/hidden.js';

interface Asked {
	readonly exclude: Readonly<Record<string, unknown>>;
	readonly names: readonly string[];
	readonly folder?: string;
	readonly chosen?: string;
	readonly ignoresCase?: boolean;
}

function hiddenOf({ exclude, names, folder = '', chosen = '', ignoresCase = false }: Asked): readonly string[] {
	const question = { exclude: JSON.stringify(exclude), chosen, folder, names };
	const { hidden } = new HiddenMatcher(ignoresCase).answer(question);
	return names.filter((_, index) => hidden[index]);
}

describe('what the explorer hides', () => {
	it('is what a pattern matches that is turned on, by whatever but false', () => {
		const exclude = {
			'*.on': true,
			'*.off': false,
			'*.null': null,
			'*.what': 'what',
			'*.empty': {},
			'*.when': { when: 7 },
		};
		const names = ['a.on', 'a.off', 'a.null', 'a.what', 'a.empty', 'a.when', 'a.other'];
		assert.deepEqual(hiddenOf({ exclude, names }), ['a.on', 'a.null', 'a.what', 'a.empty', 'a.when']);
	});

	it('is said of a path from where the patterns count', () => {
		const names = ['a.txt', 'b.txt'];
		assert.deepEqual(hiddenOf({ exclude: { 'web/a.txt': true, 'b.txt': true }, names, folder: 'web' }), ['a.txt']);
		assert.deepEqual(hiddenOf({ exclude: { 'web/a.txt': true, 'b.txt': true }, names }), ['b.txt']);
	});

	it('may want a sibling: of the same name but for the extension, or of any name', () => {
		const names = ['a.js', 'a.ts', 'b.js', 'c.min.js', 'c.min.ts', 'd', 'd.ts', '.e', '.e.ts'];
		assert.deepEqual(hiddenOf({ exclude: { '**/*.js': { when: '$(basename).ts' } }, names }), ['a.js', 'c.min.js']);
		assert.deepEqual(hiddenOf({ exclude: { '{d,.e}': { when: '$(basename).ts' } }, names }), ['d', '.e']);
		assert.deepEqual(hiddenOf({ exclude: { 'a.*': { when: 'b.js' } }, names }), ['a.js', 'a.ts']);
		assert.deepEqual(hiddenOf({ exclude: { 'a.*': { when: 'z.js' } }, names }), []);
		assert.deepEqual(hiddenOf({ exclude: { '*.js': { when: '$(basename)$(basename)' } }, names }), []);
	});

	it('wants no sibling in the same case on systems that have none', () => {
		const asked = { exclude: { '*.js': { when: '$(basename).ts' } }, names: ['Foto.js', 'foto.TS'] };
		assert.deepEqual(hiddenOf({ ...asked, ignoresCase: true }), ['Foto.js']);
		assert.deepEqual(hiddenOf({ ...asked, ignoresCase: false }), []);
	});

	it('is nothing by a pattern that the chosen folder itself matches', () => {
		const exclude = { 'dist/**': true, '**/*.map': true };
		const asked = { exclude, names: ['app.js', 'app.map'], folder: 'dist/web' };
		assert.deepEqual(hiddenOf({ ...asked, chosen: 'dist' }), ['app.map']);
		assert.deepEqual(hiddenOf({ ...asked, chosen: '' }), ['app.js', 'app.map']);
	});

	it('is what a clause hides also in a chosen folder whose own name the pattern matches', () => {
		const exclude = { '**/*.js': { when: '$(basename).ts' }, '*.d': true };
		const inFolder = { exclude, names: ['a.ts', 'a.js', 'b.js'], folder: 'three.js', chosen: 'three.js' };
		assert.deepEqual(hiddenOf(inFolder), ['a.js']);
		assert.deepEqual(hiddenOf({ exclude, names: ['a.d'], folder: 'b.d', chosen: 'b.d' }), []);
	});

	it('is told anew when the patterns are others', () => {
		const matcher = new HiddenMatcher();
		const ask = (exclude: object) =>
			matcher.answer({ exclude: JSON.stringify(exclude), chosen: '', folder: '', names: ['a', 'b'] }).hidden;
		assert.deepEqual(ask({ a: true }), [true, false]);
		assert.deepEqual(ask({ b: true }), [false, true]);
		assert.deepEqual(ask({ a: true, b: true }), [true, true]);
	});
});
