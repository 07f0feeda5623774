import assert from 'node:assert/strict';
import { chooseUnsaved, sendWanted, type Unsaved } from '../../../src/attach/plan/unsaved.js';

interface Item {
	readonly name: string;
	readonly size: number;
	readonly unsaved?: Unsaved;
}

describe('unsaved changes', () => {
	const both = { shownSize: 5, savedSize: 3 };

	it('are sent or not, as is wanted', () => {
		assert.deepEqual(chooseUnsaved(both, 'shown'), { ...both, sends: 'shown' });
		assert.deepEqual(chooseUnsaved(both, 'saved'), { ...both, sends: 'saved' });
	});

	it('leave no choice where there is but one of both, and none to send without either', () => {
		assert.deepEqual(chooseUnsaved({ shownSize: 5 }, 'saved'), { shownSize: 5, sends: 'shown' });
		assert.deepEqual(chooseUnsaved({ savedSize: 3 }, 'shown'), { savedSize: 3, sends: 'saved' });
		assert.equal(chooseUnsaved({}, 'shown'), undefined);
	});

	it('change the size with the choice', () => {
		const shown: Item = { name: 'a', size: 5, unsaved: { ...both, sends: 'shown' } };

		const saved = sendWanted(shown, 'saved');

		assert.deepEqual(saved, { name: 'a', size: 3, unsaved: { ...both, sends: 'saved' } });
		assert.deepEqual(sendWanted(saved, 'shown'), shown);
	});

	it('are not there for a file that is saved: it stays as it is', () => {
		const file: Item = { name: 'a', size: 7 };
		assert.equal(sendWanted(file, 'shown'), file);
	});
});
