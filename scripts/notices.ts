import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** A package whose code is in the bundle, with everything its licence asks us to pass on. */
export interface BundledPackage {
	readonly name: string;
	readonly version: string;
	readonly licence: string;
	readonly text: string;
}

const packageFolder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;
const licenceFile = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;
const noticeFile = /^notice/i;

/** The folders, relative to the project, of the packages whose code really is in the bundle: what was shaken out is not. */
export function bundledFolders(metafile: Metafile): readonly string[] {
	const folders = new Set<string>();
	for (const output of Object.values(metafile.outputs)) {
		for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
			const folder = packageFolder.exec(path)?.[0];
			if (folder && bytesInOutput > 0) {
				folders.add(folder);
			}
		}
	}
	return [...folders].sort();
}

/** Reads name, version and licence of the package in `folder`. Throws when it carries no licence text: then we may not ship it. */
export function readPackage(root: string, folder: string): BundledPackage {
	const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
		name: string;
		version: string;
		license?: string;
	};
	const files = readdirSync(join(root, folder))
		.filter(file => licenceFile.test(file))
		.sort();
	if (typeof license !== 'string' || files.every(file => noticeFile.test(file))) {
		throw new Error(`${folder}: ${name}@${version} is bundled but has no licence, or not its text`);
	}
	const texts = files.map(file =>
		readFileSync(join(root, folder, file), 'utf8')
			.replace(/\r\n?/g, '\n')
			.trim(),
	);
	return { name, version, licence: license, text: texts.join('\n\n') };
}

/** The notice file: the same packages give the same text. */
export function formatNotices(packages: readonly BundledPackage[]): string {
	const sections = packages.map(
		({ name, version, licence, text }) => `${'-'.repeat(80)}\n${name} ${version} (${licence})\n\n${text}\n`,
	);
	return `COR Attachments contains code of the following packages.\n\n${sections.join('\n')}`;
}

/** Writes dist/ThirdPartyNotices.txt for the bundle that the last build left in dist. */
export function writeNotices(root: string): readonly BundledPackage[] {
	const metafile = JSON.parse(readFileSync(join(root, 'dist/meta.json'), 'utf8')) as Metafile;
	const packages = bundledFolders(metafile).map(folder => readPackage(root, folder));
	writeFileSync(join(root, 'dist/ThirdPartyNotices.txt'), formatNotices(packages));
	return packages;
}
