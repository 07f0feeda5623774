import { type SecretRule, secretRule } from '../../../src/attach/secrets/secrets.js';
import { documentedSecrets, type SecretFile } from './documented-secrets.js';
import { leftAroundSecrets } from './left-around-secrets.js';
import { secretKinds } from './made-up-secrets.js';
import { seeded } from './seeded.js';

const known: readonly SecretFile[] = secretKinds.map(({ name, make }) => ({
	group: 'kinds that scanners list',
	kind: name,
	path: 'notas.txt',
	contents: () => `clave\n${make()}\n`,
}));

/** Every made-up secret there is. */
export const corpus: readonly SecretFile[] = [...leftAroundSecrets, ...documentedSecrets, ...known];

/** What the guard says of one file of the corpus, made with a seed. */
export function lookAt({ path, contents }: SecretFile, seed: number): SecretRule | undefined {
	const made = contents(seeded(seed));
	return secretRule([`/w/${path}`], typeof made === 'string' ? Buffer.from(made) : made);
}

export interface Recall {
	readonly group: string;
	readonly files: number;
	readonly missed: readonly string[];
}

/** How many of each group are found, and the kinds that are not. */
export function recallByGroup(seed: number): readonly Recall[] {
	const groups = [...new Set(corpus.map(({ group }) => group))];
	return groups.map(group => {
		const files = corpus.filter(file => file.group === group);
		const missed = files.filter((file, index) => lookAt(file, seed * 10_007 + index) === undefined);
		return { group, files: files.length, missed: missed.map(({ kind, path }) => `${kind} (${path})`) };
	});
}
