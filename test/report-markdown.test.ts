import assert from 'node:assert/strict';
import { toMarkdown } from '../src/editor/connection-check/report-markdown.js';

describe('a report in Markdown', () => {
	it('reads well as it is written', () => {
		const text = toMarkdown({
			title: 'The connection',
			summary: 'All works.',
			sections: [
				{
					heading: 'Steps',
					lines: [
						{ label: 'Name', text: 'works' },
						{ label: 'Way', text: 'through', code: ['http://proxy:8080'] },
					],
				},
				{ heading: 'Settings', lines: [{ label: '`http.noProxy`', code: [''] }] },
			],
		});

		assert.equal(
			text,
			[
				'# The connection',
				'',
				'**All works.**',
				'',
				'## Steps',
				'',
				'- Name: works',
				'- Way: through `http://proxy:8080`',
				'',
				'## Settings',
				'',
				'- `http.noProxy`: `  `',
				'',
			].join('\n'),
		);
	});

	it('lets nothing that others say have an effect, nor begin a line', () => {
		const said = '```\n# [Sign in](command:evil) `x`';
		const [line] = toMarkdown({
			title: '',
			summary: '',
			sections: [{ heading: '', lines: [{ label: 'a', code: [said] }] }],
		})
			.split('\n')
			.filter(each => each.startsWith('- '));

		assert.equal(line, '- a: ```` ``` # [Sign in](command:evil) `x` ````');
	});
});
