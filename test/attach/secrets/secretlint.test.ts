import assert from 'node:assert/strict';
import { lintSource } from '@secretlint/core';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import { secretKinds } from '../kit/made-up-secrets.js';

// What secretlint looks for and we do not, with the reason.
const leftOut: Readonly<Record<string, string>> = {
	basicauth: 'addresses with a name and a password are in every other manual',
	gcp: 'a service account is found by its private key, a key store by its name',
	'filter-comments': 'a comment in a file must not switch the check off',
};

describe('secretlint, a scanner that others keep up to date', () => {
	for (const rule of rules) {
		const name = rule.meta.id.replace('@secretlint/secretlint-rule-', '');
		if (name in leftOut) {
			continue;
		}
		it(`looks for ${name}, and so do we`, async () => {
			const found = await Promise.all(
				secretKinds.map(async ({ make }) => {
					const { messages } = await lintSource({
						source: { filePath: '/w/a.txt', content: `${make()}\n`, ext: '.txt', contentType: 'text' },
						options: { config: { rules: [{ id: rule.meta.id, rule }] } },
					});
					return messages.length > 0;
				}),
			);
			assert.ok(found.includes(true), 'no kind of secret in our list is one of this rule');
		});
	}
});
