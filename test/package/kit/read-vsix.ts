import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';

/** Unpacks a .vsix into memory: path in the archive → content. */
export async function readVsix(path: string): Promise<ReadonlyMap<string, Buffer>> {
	const files = new Map<string, Buffer>();
	const zip = await yauzl.openPromise(path);
	for await (const entry of zip.eachEntry()) {
		files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
	}
	return files;
}
