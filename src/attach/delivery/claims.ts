/** Ids of attachments that are known to be files of ours, of each server by itself, for as long as the window lives. */
export class Claims {
	readonly #ofServers = new Map<string, Set<number>>();

	/** The ids of one server, to be added to. */
	of(apiUrl: URL): Set<number> {
		const ids = this.#ofServers.get(apiUrl.href) ?? new Set();
		this.#ofServers.set(apiUrl.href, ids);
		return ids;
	}
}
