import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
	appendFileSync,
	copyFileSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { packLimits } from '../../../src/attach/delivery/parcels.js';
import { projectDir } from '../../host/paths.js';
import { removeTemporaryFolder, temporaryFolder } from '../../host/temporary-folder.js';

const onePagePdf = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`;

/** What somebody at an agency has open: names of its files as `agencyFiles.<what>`. */
export const agencyFiles = {
	proposal: 'Propuesta diseño ñandú.pdf',
	video: 'Vídeo lanzamiento.mp4',
	logo: 'Logo cliente.png',
	brief: 'Brief campaña de invierno.md',
	installer: 'instalador.exe',
	notes: 'notas.txt',
	manyPhotos: 'fotos',
} as const;

/** Bytes of the video: enough for a progress that can be watched. */
export const videoBytes = 20_000_000;

export interface AgencyFolder {
	readonly dir: string;
	pathOf(name: string): string;
	/** What lies in it, folders below it as one name, without what an explorer leaves out. */
	names(): readonly string[];
	sha256Of(name: string): string;
	/** Makes them so large that each travels in a request of its own. */
	enlarge(...names: readonly string[]): void;
	/** Makes it as it was in the beginning, and touches nothing that is. */
	restore(): void;
	remove(): void;
}

/** A workspace folder in the system's folder for temporary files, with realistic files in it. */
export function makeAgencyFolder(): AgencyFolder {
	const root = temporaryFolder();
	const dir = path.join(root, 'Café del Sur');
	const pathOf = (name: string) => path.join(dir, name);

	mkdirSync(pathOf(agencyFiles.manyPhotos), { recursive: true });
	copyFileSync(path.join(projectDir, 'media/icon.png'), pathOf(agencyFiles.logo));
	writeFileSync(pathOf(agencyFiles.proposal), `${onePagePdf}% ${randomBytes(1_200_000).toString('hex')}\n`);
	writeFileSync(pathOf(agencyFiles.video), randomBytes(videoBytes));
	writeFileSync(pathOf(agencyFiles.brief), '# Campaña de invierno\n\n- ¿Qué tomás hoy?\n- Mañana fría\n');
	writeFileSync(pathOf(agencyFiles.installer), randomBytes(4_000));
	writeFileSync(pathOf(agencyFiles.notes), 'Reunión del jueves: colores, logo, música.\n');
	for (let number = 1; number <= 51; number++) {
		writeFileSync(path.join(pathOf(agencyFiles.manyPhotos), `foto ${number}.jpg`), randomBytes(2_000));
	}
	const first = contentsOf(dir);
	return {
		dir,
		pathOf,
		names: () => readdirSync(dir).filter(name => name !== '.git'),
		sha256Of: name =>
			createHash('sha256')
				.update(readFileSync(pathOf(name)))
				.digest('hex'),
		enlarge: (...names) => {
			for (const file of names.map(pathOf)) {
				if (statSync(file).size <= packLimits.maxFileBytes) {
					appendFileSync(file, Buffer.alloc(packLimits.maxFileBytes, '\n'));
				}
			}
		},
		restore: () => {
			for (const name of readdirSync(dir, { recursive: true }).map(String)) {
				if (!first.has(name) && !isFolderOf(name, first)) {
					rmSync(pathOf(name), { recursive: true, force: true });
				}
			}
			for (const [name, bytes] of first) {
				if (!isFile(pathOf(name)) || !readFileSync(pathOf(name)).equals(bytes)) {
					rmSync(pathOf(name), { recursive: true, force: true });
					writeFileSync(pathOf(name), bytes);
				}
			}
		},
		remove: () => removeTemporaryFolder(root),
	};
}

/** Makes the folder a repository whose first commit is empty, on that branch. */
export function makeRepository(dir: string, branch: string): void {
	const git = (...args: readonly string[]) => execFileSync('git', ['-C', dir, ...args]);
	git('init', '-q', '-b', branch);
	git('-c', 'user.name=Ana', '-c', 'user.email=ana@agencia.example', 'commit', '-q', '--allow-empty', '-m', 'Start');
}

/** The bytes of each file below `dir`, by its path from there. */
function contentsOf(dir: string): ReadonlyMap<string, Buffer> {
	const names = readdirSync(dir, { recursive: true }).map(String);
	const files = names.filter(name => isFile(path.join(dir, name)));
	return new Map(files.map(name => [name, readFileSync(path.join(dir, name))]));
}

function isFile(file: string): boolean {
	return lstatSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isFolderOf(name: string, files: ReadonlyMap<string, unknown>): boolean {
	return [...files.keys()].some(file => file.startsWith(`${name}${path.sep}`));
}
