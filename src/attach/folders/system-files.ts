import type { WhyLeftOut } from './left-out.js';

/*
 * Files that programs and systems write for themselves. Sources: VS Code's default `files.exclude`, github/gitignore
 * (Global), npm-packlist, `tar --exclude-vcs`, and Nextcloud's sync-exclude.lst. Files that a person may have written
 * are not in the list: backups (`x~`, `#x#`, `*.bak`), and package lock files such as `package-lock.json`.
 */

/** In lower case, because most of these systems ignore case: `Desktop.ini` is `desktop.ini`. */
const versionControl: ReadonlySet<string> = new Set([
	'.git',
	'.svn',
	'_svn',
	'.hg',
	'.bzr',
	'_darcs',
	'.jj',
	'.sl',
	'.pijul',
	'.fslckout',
	'_fossil_',
]);

/** In lower case. */
const ofSystems: ReadonlySet<string> = new Set([
	// macOS
	'.ds_store',
	'.localized',
	'.appledouble',
	'.appledb',
	'.appledesktop',
	'.lsoverride',
	'icon\r',
	'__macosx',
	'.apdisk',
	'.documentrevisions-v100',
	'.fseventsd',
	'.spotlight-v100',
	'.temporaryitems',
	'temporary items',
	'.trash',
	'.trashes',
	'network trash folder',
	'.volumeicon.icns',
	'.com.apple.timemachine.donotpresent',
	'.metadata_never_index',
	// Windows
	'thumbs.db',
	'ehthumbs.db',
	'ehthumbs_vista.db',
	'desktop.ini',
	'$recycle.bin',
	'system volume information',
	// Linux
	'.directory',
	'lost+found',
	// Shared drives
	'@eadir',
	'.@__thumb',
	'#recycle',
	'@recycle',
	// Cloud sync clients
	'.dropbox',
	'.dropbox.attr',
	'.dropbox.cache',
	'.tmp.driveupload',
	'.tmp.drivedownload',
	'.owncloudsync.log',
	'.nextcloudsync.log',
	'.stfolder',
	// Adobe Bridge
	'.bridgesort',
	'.bridgecache',
	'.bridgecachet',
	'.bridgelabelsandratings',
	// Picasa
	'.picasa.ini',
]);

const systemFiles: readonly RegExp[] = [
	/^\._/, // AppleDouble: metadata of a macOS file
	/^~\$/, // Microsoft Office: lock file
	/^\.~lock\..*#$/s, // LibreOffice: lock file
	/\.idlk$/i, // InDesign: lock file
	/\.lck$/i, // FrameMaker: lock file
	/\.dwl2?$/i, // AutoCAD: lock file
	/\.laccdb$/i, // Access: lock file
	/~lock~$/i, // Affinity: lock file
	/^\.(?:.+\.)?sw[a-z]$/s, // Vim: swap file, .swp or, if that name is taken, .swo and so on
	/^\..*\.un~$/s, // Vim: undo history
	/\.kate-swp$/, // Kate: swap file
	/^\.#/, // Emacs: lock file
	/^\.goutputstream-/, // GNOME: file being saved
	/^\.fuse_hidden/, // FUSE: deleted, but still open
	/^\.nfs[0-9a-f]+$/i, // NFS: deleted, but still open
	/^\.smbdelete/, // Samba: deleted, but still open
	/^\.sync_.*\.db/s, // Nextcloud: sync database
];

const trashOfLinux = /^\.trash-\d+$/i;

/** Why an entry of a chosen folder isn't sent because of its name, or `undefined` if the name doesn't matter. */
export function whyByName(name: string, isFolder: boolean): WhyLeftOut | undefined {
	const lower = name.toLowerCase();
	// CVS writes its folder in capitals. A folder `cvs` may contain a person's files.
	if (versionControl.has(lower) || (isFolder && name === 'CVS')) {
		return 'version-control';
	}
	if (lower === 'node_modules') {
		return 'packages';
	}
	const isOfSystem = isFolder ? trashOfLinux.test(name) : systemFiles.some(pattern => pattern.test(name));
	return isOfSystem || ofSystems.has(lower) ? 'system' : undefined;
}
