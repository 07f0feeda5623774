import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isKept, keepVariable } from '../leaks/kept.js';

/** Languages other than English that the editor under test can be set to; the extension speaks all but the last. */
const otherLanguages = ['es', 'pt-br', 'fr'] as const;

/** The display language; `as-browser`: each browser's own. */
type Locale = 'en' | (typeof otherLanguages)[number] | 'as-browser';

/** What an editor finds when it starts: everything the profile of a person would hold, and nothing of the developer's. */
export interface ProfileOptions {
	/** User settings, over the quiet ones that every test has. */
	readonly settings?: Readonly<Record<string, unknown>>;
	/** Environment variables of the editor and of the extensions in it. */
	readonly env?: Readonly<Record<string, string>>;
	readonly locale?: Locale;
	/** Workspace trust: off means that every folder is trusted. */
	readonly trust?: boolean;
	/** VS Code's own Git extension. */
	readonly git?: boolean;
	/** Further files below the `User` folder, such as `keybindings.json`. */
	readonly userFiles?: Readonly<Record<string, string>>;
}

export interface Profile {
	readonly userDir: string;
	readonly extensionsDir: string;
	readonly configFile: string;
	readonly env: NodeJS.ProcessEnv;
}

const quietSettings = {
	'telemetry.telemetryLevel': 'off',
	'workbench.startupEditor': 'none',
	'workbench.tips.enabled': false,
	'workbench.enableExperiments': false,
	'workbench.secondarySideBar.defaultVisibility': 'hidden',
	'chat.disableAIFeatures': true,
	'update.mode': 'none',
	'extensions.autoUpdate': false,
	'extensions.autoCheckUpdates': false,
	'extensions.ignoreRecommendations': true,
	'npm.autoDetect': 'off',
	'typescript.disableAutomaticTypeAcquisition': true,
	'window.confirmBeforeClose': 'never',
	'files.hotExit': 'off',
	'remote.autoForwardPorts': false, // else other servers on this machine bring messages of their own
	'editor.accessibilitySupport': 'off',
};

/** Writes a profile into `dir`. Settings that are there already stay: a profile can be started twice. */
export async function writeProfile(dir: string, options: ProfileOptions = {}): Promise<Profile> {
	const home = path.join(dir, 'home');
	const userDir = path.join(dir, 'u'); // short: the path of a unix socket in it has at most 107 characters
	const extensionsDir = path.join(dir, 'x');
	const configFile = path.join(dir, 'config.yaml');
	const temporary = path.join(dir, 't'); // what the editor and its extensions leave there goes with the profile
	for (const folder of [home, temporary, extensionsDir, path.join(userDir, 'User')]) {
		await mkdir(folder, { recursive: true });
	}
	await writeFile(configFile, 'auth: none\ncert: false\n');

	for (const [name, text] of Object.entries(userFilesOf(options))) {
		const file = path.join(userDir, 'User', name);
		if (!existsSync(file)) {
			await mkdir(path.dirname(file), { recursive: true });
			await writeFile(file, text);
		}
	}
	if (options.locale && options.locale !== 'en') {
		await writeLanguagePacks(dir, userDir, options.locale);
	}
	return { userDir, extensionsDir, configFile, env: editorEnvironment(home, temporary, options.env) };
}

/**
 * Puts what lies in the `User` folder in the place of what is there, settings, keys and what extensions keep: the next
 * window of the editor finds it, and nothing of the windows before it.
 */
export async function replaceUserFiles({ userDir }: Pick<Profile, 'userDir'>, options: ProfileOptions): Promise<void> {
	const dir = path.join(userDir, 'User');
	for (const name of await readdir(dir)) {
		if (name !== 'argv.json') {
			await rm(path.join(dir, name), { recursive: true, force: true });
		}
	}
	for (const [name, text] of Object.entries(userFilesOf(options))) {
		await mkdir(path.dirname(path.join(dir, name)), { recursive: true });
		await writeFile(path.join(dir, name), text);
	}
}

/** Files of the `User` folder by name. */
function userFilesOf(options: ProfileOptions): Readonly<Record<string, string>> {
	const settings = {
		...quietSettings,
		'git.enabled': options.git ?? false,
		'security.workspace.trust.enabled': options.trust ?? false,
		...options.settings,
	};
	return { 'settings.json': JSON.stringify(settings, null, '\t'), ...options.userFiles };
}

/**
 * Makes the editor speak `locale` without a language pack: the server believes this file, and wants at least one
 * extension in each entry. The workbench's own words stay English, the extension's are translated. Where `argv.json` names
 * no language, the browser decides.
 */
async function writeLanguagePacks(dir: string, userDir: string, locale: Locale): Promise<void> {
	const translations = path.join(dir, 'translations.json');
	await writeFile(translations, '{ "": [""], "version": "1.0.0", "contents": {} }\n');
	const packs = otherLanguages.map(language => [
		language,
		{
			hash: language,
			extensions: [{ extensionIdentifier: { id: 'test.languages' }, version: '0.0.1' }],
			translations: { vscode: translations },
			label: language,
		},
	]);
	await writeFile(path.join(userDir, 'languagepacks.json'), JSON.stringify(Object.fromEntries(packs)));
	const argv = locale === 'as-browser' ? {} : { locale };
	await writeFile(path.join(userDir, 'User/argv.json'), JSON.stringify(argv));
}

function editorEnvironment(home: string, temporary: string, extra: ProfileOptions['env']): NodeJS.ProcessEnv {
	return {
		PATH: process.env.PATH,
		LANG: 'C.UTF-8',
		TZ: process.env.TZ,
		TERM: process.env.TERM,
		// Else the server asks a shell for its environment, and at the level of the window writes all of it into its log.
		VSCODE_CLI: '1',
		HOME: home,
		TMPDIR: temporary,
		XDG_CONFIG_HOME: path.join(home, '.config'),
		XDG_DATA_HOME: path.join(home, '.local/share'),
		XDG_CACHE_HOME: path.join(home, '.cache'),
		...(isKept() && { [keepVariable]: process.env[keepVariable] }),
		EXTENSIONS_GALLERY: '{"serviceUrl":""}', // else every start asks a marketplace
		...extra,
	};
}
