/** Files that are to be sent to COR. */
export interface Order {
	/** Ends in `/v1`. */
	readonly apiUrl: string;
	readonly token: string;
	readonly taskId: number;
	/** Absolute; the editor takes folders, too. */
	readonly files: readonly string[];
	/** A file with the certificate to trust, PEM, where the address has TLS. */
	readonly ca?: string;
	/** How often all of it is sent, one time after another; once where it is left out. */
	readonly times?: number;
}

/** What it cost to send them. */
export interface Cost {
	readonly wallMs: number;
	/** User and system time of the process that sent. */
	readonly cpuMs: number;
	/** By how much its resident memory outgrew what it had before, at most, in bytes. */
	readonly addedBytes: number;
}

export function uploadAddress({ apiUrl, taskId }: Order): string {
	return `${apiUrl}/tasks/${taskId}/attachments`;
}
