import assert from 'node:assert/strict';
import type { ListedAttachment } from '../../../src/attach/attachment.js';
import { type UnlistedVersions, unlistedVersions } from '../../../src/editor/view/tree/versions.js';

const newest = (version?: number) => ({ id: 20, name: 'logo.png', ...(version !== undefined && { version }) });

const cases: readonly (readonly [what: string, listed: Partial<ListedAttachment>, unlisted?: UnlistedVersions])[] = [
	['none, of an attachment without versions', { version: 1 }],
	['none, where COR says that the first is the newest', { version: 1, currentVersionId: 10, currentVersionNumber: 1 }],
	['none, of two', { version: 1, currentVersionId: 20, currentVersion: newest(2) }],
	['the one between', { version: 1, currentVersionId: 20, currentVersion: newest(3) }, { first: 2, last: 2 }],
	['all between', { currentVersionId: 20, currentVersion: newest(5) }, { first: 2, last: 4 }],
	[
		'those between, where the number stands beside the version',
		{ version: 1, currentVersionId: 20, currentVersionNumber: 4, currentVersion: newest() },
		{ first: 2, last: 3 },
	],
	[
		'the newest, too, where COR tells its number alone',
		{ version: 1, currentVersionId: 20, currentVersionNumber: 3 },
		{ first: 2, last: 3 },
	],
	['a newer one, where COR tells only that there is one', { version: 1, currentVersionId: 20 }, 'newer'],
	['none, of two without numbers', { currentVersionId: 20, currentVersion: newest() }],
];

describe('the versions that COR does not list are', () => {
	for (const [what, listed, unlisted] of cases) {
		it(what, () => {
			assert.deepEqual(unlistedVersions({ id: 10, name: 'logo.png', ...listed }), unlisted);
		});
	}
});
