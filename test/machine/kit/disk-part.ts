import type { FilePart } from '../../../src/cor/http/multipart.js';
import { openDiskFile } from '../../../src/machine/disk-file.js';

/** The bytes of a file of this machine. Whoever has them calls their `close`. Throws as `openDiskFile` does. */
export async function diskPart(path: string, name: string): Promise<FilePart> {
	return (await openDiskFile(path, name)).part;
}
