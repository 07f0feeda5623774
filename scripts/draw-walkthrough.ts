import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { walkthroughPictures } from './walkthrough-pictures.js';

// Run by hand after a change below `media/walkthrough/source`.
for (const [place, picture] of walkthroughPictures()) {
	const file = path.join(__dirname, '../media/walkthrough', place);
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, picture);
}
