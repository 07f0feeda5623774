import { createHash, randomUUID } from 'node:crypto';

/**
 * Path of a new URI for created contents: `/<id>/<key of the source>/<name>`.
 * @param source what they were created from, such as the URI of a document; empty if only the name tells them apart
 */
export function madePath(source: string, name: string): string {
	return `/${randomUUID()}/${createHash('sha256').update(source).digest('hex').slice(0, 16)}/${name}`;
}
