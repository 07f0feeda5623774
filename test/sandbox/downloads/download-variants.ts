/** What lies at the address of an attachment. // cor-api §3.10, of which nothing is documented */
export const downloadVariants = {
	/**
	 * The file itself; an address that has expired, or is gone; a page that asks to sign in; the file behind three others,
	 * behind itself without an end, or at an address of a private network; the file in small pieces with pauses; nothing at
	 * all, or no more after the first half; bytes without an end; the file as a picture, whatever it is; the file as 5 GB;
	 * half of the file, and then the end of the connection; an error.
	 */
	download: [
		'file',
		'expired',
		'gone',
		'page',
		'redirect',
		'redirect-endless',
		'redirect-private',
		'slow',
		'silent',
		'stalled',
		'endless',
		'wrong-type',
		'claims-5-gb',
		'cut-short',
		'fails-500',
	],
} as const;
