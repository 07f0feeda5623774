/**
 * Tests of what only some systems have are defined there alone, so that none is counted as skipped elsewhere. Each call
 * says why: it is the list of what a system was not asked.
 */
export const isWindows = process.platform === 'win32';

/** Defines tests of permissions, pipes, links and sockets in folders. */
export function onPosix(_why: string, define: () => void): void {
	if (!isWindows) {
		define();
	}
}

/** Defines tests that look into `/proc`, or use what only this kernel does. */
export function onLinux(_why: string, define: () => void): void {
	if (process.platform === 'linux') {
		define();
	}
}
