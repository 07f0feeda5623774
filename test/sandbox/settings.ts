import { type SeedTask, tasks } from './seed.js';
import { defaultVariants, type Variants } from './variants.js';

/** COR publishes no limits, so there are none unless a test sets them. // cor-api §3.9 */
export interface Limits {
	/** A larger file is refused by itself; the others of its request are stored. */
	readonly maxFileBytes?: number;
	/** Extensions without a dot, in lower case, whose files are refused by themselves. */
	readonly refusedExtensions?: readonly string[];
	/** A request that announces a larger body gets a 413 before its body is read. */
	readonly maxBodyBytes?: number;
	/** Uploads beyond this number of open ones get a 429. */
	readonly maxOpenUploads?: number;
	/** Files beyond this number are refused by themselves. */
	readonly maxFilesPerRequest?: number;
}

/** What can be changed while the sandbox runs. */
export interface Settings {
	readonly tokenLifeMs: number;
	/** Every answer of the API waits this long, after the work is done. */
	readonly latencyMs: number;
	/**
	 * How fast upload bodies are read; 0 = as fast as they come. The end of a caller that gives up is noticed behind what
	 * it had sent into the socket's buffers (several MB on loopback), as with any server that reads slowly.
	 */
	readonly uploadBytesPerSecond: number;
	/** The list shows an attachment or a version only this long after it was stored. // cor-api §10 (end) */
	readonly listLagMs: number;
	/** Files are stored this long after their upload came in; its answer waits, unless a gateway gives another. // cor-api §10 (end) */
	readonly storeLagMs: number;
	/** How far COR's clock is ahead of this machine's: `Date` headers, `created_at` and expiries go by it. */
	readonly clockAheadMs: number;
	readonly limits: Limits;
	/** What the API knows of tasks. */
	readonly tasks: readonly SeedTask[];
	readonly variants: Variants;
}

export type SettingsChange = Partial<Omit<Settings, 'variants'>> & { readonly variants?: Partial<Variants> };

// cor-api §2.2: `expires_in` is 3600 in every sample.
export const defaultSettings: Settings = {
	tokenLifeMs: 3_600_000,
	latencyMs: 0,
	uploadBytesPerSecond: 0,
	listLagMs: 0,
	storeLagMs: 0,
	clockAheadMs: 0,
	limits: {},
	tasks,
	variants: defaultVariants,
};

/** What people look at names projects and clients, which COR's document does not have in a task. */
export const seenSettings: Settings = changed(defaultSettings, {
	variants: { taskFields: 'seen', taskStatuses: 'seen' },
});

/** COR's clock: the one by which everything is told. */
export function nowOf({ clockAheadMs }: Pick<Settings, 'clockAheadMs'>): number {
	return Date.now() + clockAheadMs;
}

/** `limits` and `tasks` are replaced as a whole; variants that are not named stay as they are. */
export function changed(settings: Settings, { variants, ...others }: SettingsChange): Settings {
	return { ...settings, ...others, variants: { ...settings.variants, ...variants } };
}
