const longest = 60; // characters; a first line can be a paragraph

/**
 * The name of a document that was never saved: what its tab says (the editor puts the first line there), without marks at
 * either end, and the extension of its language (`.md`), unless it ends so already.
 */
export function untitledName(label: string, extension: string): string {
	const kept = [...label].slice(0, longest).join('');
	const base = kept.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N})\]»”"']+$/gu, '');
	return base.toLowerCase().endsWith(extension.toLowerCase()) ? base : (base || 'Untitled') + extension;
}
