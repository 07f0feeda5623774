import assert from 'node:assert/strict';
import ts from 'typescript';
import { whyNotLinear } from './kit/linear.js';
import { nodesOf, placeOf, sourceFiles } from './kit/source-files.js';

// Patterns of the settings run on the worker's thread, which is ended after a time.
const mayMakeExpressions = ['machine/worker/glob.ts', 'machine/worker/match.ts'];

// These are slow, in the square of its length, on one kind of text; the text is a path or a setting of this machine, or cut.
const onShortTexts = [
	'attach/plan/file-names.ts',
	'attach/plan/made-names.ts',
	'cor/http/redaction.ts',
	'cor/reach/shareable.ts',
	'editor/task/task-rows.ts',
];

describe('the regular expressions of src', () => {
	const nodes = sourceFiles().flatMap(nodesOf);
	const literals = nodes.filter(ts.isRegularExpressionLiteral);

	it('are all written down, so that they can be looked at', () => {
		const made = nodes.filter(
			node =>
				(ts.isNewExpression(node) || ts.isCallExpression(node)) &&
				node.expression.getText() === 'RegExp' &&
				!mayMakeExpressions.includes(node.getSourceFile().fileName),
		);
		assert.deepEqual(made.map(placeOf), []);
		assert.ok(literals.length > 100);
	});

	it('take no longer than a text is long, whatever stands in it', () => {
		const looked = literals.filter(literal => !onShortTexts.includes(literal.getSourceFile().fileName));
		const slow = looked.flatMap(literal => {
			const why = whyNotLinear(literal.text);
			return why === undefined ? [] : [`${placeOf(literal)} ${literal.text}: ${why}`];
		});
		assert.deepEqual(slow, []);
	});

	it('are never exponential', () => {
		const exponential = literals.filter(literal => whyNotLinear(literal.text)?.startsWith('exponential'));
		assert.deepEqual(exponential.map(placeOf), []);
	});

	for (const slow of ['/^(a+)+$/', '/\\s+$/', '/(?:x{1,20}y?){0,90}z/y', '/(a*)*b/y', '/\\d{1,500}\\d{1,500}x/y']) {
		it(`would not pass with ${slow}`, () => assert.notEqual(whyNotLinear(slow), undefined));
	}
});
