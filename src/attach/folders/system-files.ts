import type { WhyLeftOut } from './left-out.js';

/*
 * What programs and systems put into people's folders for themselves. The sources are the lists that others keep of it:
 * the explorer's own `files.exclude`, the lists for Git of each system and editor (github/gitignore, Global), what npm
 * never packs (npm-packlist), `tar --exclude-vcs`, and what Nextcloud does not sync (sync-exclude.lst).
 * What somebody may have written is not among it: backups (`x~`, `#x#`, `*.bak`) hold a person's text, and the lock
 * files of packages (`package-lock.json`, `yarn.lock`) are part of their work.
 */

/** In lower case: on the systems from which most of them come, `Desktop.ini` is `desktop.ini`. */
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
	// What keeps folders in step with a cloud
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
	/^\._/, // AppleDouble: the other half of a file of macOS
	/^~\$/, // Microsoft Office: who has it open
	/^\.~lock\..*#$/s, // LibreOffice: the same
	/\.idlk$/i, // InDesign: the same
	/\.lck$/i, // FrameMaker: the same
	/\.dwl2?$/i, // AutoCAD: the same
	/\.laccdb$/i, // Access: the same
	/~lock~$/i, // Affinity: the same
	/^\.(?:.+\.)?sw[a-z]$/s, // Vim: the file as it is being written, .swp and, where that is taken, .swo and so on
	/^\..*\.un~$/s, // Vim: what can be undone
	/\.kate-swp$/, // Kate: the file as it is being written
	/^\.#/, // Emacs: who has it open
	/^\.goutputstream-/, // GNOME: a file that is being saved
	/^\.fuse_hidden/, // FUSE: deleted, but open
	/^\.nfs[0-9a-f]+$/i, // NFS: the same
	/^\.smbdelete/, // Samba: the same
	/^\.sync_.*\.db/s, // Nextcloud
];

const trashOfLinux = /^\.trash-\d+$/i;

/** Why nothing of this name in a chosen folder is sent, whatever is in it; `undefined` where it may be. */
export function whyByName(name: string, isFolder: boolean): WhyLeftOut | undefined {
	const lower = name.toLowerCase();
	// The one that may be a word: CVS writes its own in capitals, and `cvs` may hold people's.
	if (versionControl.has(lower) || (isFolder && name === 'CVS')) {
		return 'version-control';
	}
	if (lower === 'node_modules') {
		return 'packages';
	}
	const isOfSystem = isFolder ? trashOfLinux.test(name) : systemFiles.some(pattern => pattern.test(name));
	return isOfSystem || ofSystems.has(lower) ? 'system' : undefined;
}
