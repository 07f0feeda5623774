import { defaultSettings, type Settings, type SettingsChange } from './settings.js';
import { variantTable } from './variants.js';

const numbers = Object.entries(defaultSettings).flatMap(([name, value]) => (typeof value === 'number' ? [name] : []));

/** Each setting and variant with its values, the default one first, a line each. */
const knownSettings: string = [
	...numbers.map(name => `${name}=${String(defaultSettings[name as keyof Settings])}`),
	...Object.entries(variantTable).map(([name, literals]) => `${name}=${literals.join('|')}`),
].join('\n');

/**
 * Reads settings and variants as a command line has them: `listLagMs=2500`, `gateway=503`.
 * @throws Error that names what is known, for a name or value that is not
 */
export function settingsFrom(texts: readonly string[]): SettingsChange {
	const pairs = texts.map(text => {
		const [, name = '', value = ''] = /^(\w+)=(.+)$/.exec(text) ?? [];
		return { text, name, value };
	});
	const wrong = pairs.find(({ name, value }) => !isNumber(name, value) && !isVariant(name, value));
	if (wrong) {
		throw new Error(`there is no setting ${wrong.text}; there are:\n${knownSettings}`);
	}
	return {
		...Object.fromEntries(pairs.filter(pair => isNumber(pair.name, pair.value)).map(pair => [pair.name, +pair.value])),
		variants: Object.fromEntries(
			pairs.filter(pair => isVariant(pair.name, pair.value)).map(pair => [pair.name, pair.value]),
		),
	};
}

function isNumber(name: string, value: string): boolean {
	return numbers.includes(name) && /^-?\d+$/.test(value);
}

function isVariant(name: string, value: string): boolean {
	return Object.entries<readonly string[]>(variantTable).some(([own, all]) => own === name && all.includes(value));
}
