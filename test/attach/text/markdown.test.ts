import assert from 'node:assert/strict';
import { codeSpan, markdownLink, markdownText } from '../../../src/attach/text/markdown.js';

describe('text for Markdown', () => {
	it('has no mark that has effect, and is one line', () => {
		assert.equal(
			markdownText('#![x](y) *a* _b_ `c` <d> ~~e~~ &amp; \\\nnext'),
			'\\#!\\[x\\](y) \\*a\\* \\_b\\_ \\`c\\` \\<d\\> \\~\\~e\\~\\~ \\&amp; \\\\ next',
		);
	});

	it('stays as it is where it has no marks', () => {
		assert.equal(markdownText('Propuesta_diseño_ñandú & C. #2 (2).pdf'), 'Propuesta_diseño_ñandú & C. #2 (2).pdf');
	});
});

describe('a link in Markdown', () => {
	it('goes where it says, whatever is in text and address', () => {
		assert.equal(
			markdownLink('a](b).png', 'https://acme.cor.works/tasks/1) "x"'),
			'[a\\](b).png](https://acme.cor.works/tasks/1%29%20"x")',
		);
	});

	it('is the text alone where there is no address', () => {
		assert.equal(markdownLink('a*.png', undefined), 'a\\*.png');
	});
});

describe('a code span in Markdown', () => {
	it('lets nothing that others say have an effect, nor begin a line', () => {
		assert.equal(codeSpan('```\n# [Sign in](command:evil) `x`'), '```` ``` # [Sign in](command:evil) `x` ````');
	});

	it('is there where there is no text', () => {
		assert.equal(codeSpan(''), '`  `');
	});

	it('has one tick and no space around where that is enough, and no space of its text at an end', () => {
		assert.equal(codeSpan(' a b\n'), '`a b`');
	});
});
