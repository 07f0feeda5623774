import type { EventEmitter } from 'node:events';
import type { LoggedDownload } from './downloads/downloads.js';
import type { RequestLog } from './request-log.js';
import type { Settings } from './settings.js';
import type { Tokens } from './sign-in/tokens.js';
import type { Store } from './store.js';

/** What the endpoints of one sandbox share. */
export interface World {
	/** Read at every use: tests change it while requests run. */
	settings: Settings;
	/** Emits `change` when `settings` were changed. */
	readonly changes: EventEmitter;
	readonly store: Store;
	readonly tokens: Tokens;
	readonly log: RequestLog;
	readonly complaints: string[];
	readonly downloads: LoggedDownload[];
	/** `http://127.0.0.1:port` */
	origin: string;
}
