import { parseArgs } from 'node:util';
import { type Editor, editors } from '../../host/editors.js';

/** Which editors to run in (`1.139`; none named means all), and which tests (`--grep`): what the command line says. */
export function chosenEditors(): { readonly editors: readonly Editor[]; readonly grep: string | undefined } {
	const { values, positionals } = parseArgs({ options: { grep: { type: 'string' } }, allowPositionals: true });
	const chosen = positionals.length === 0 ? editors : editors.filter(({ name }) => positionals.includes(name));
	if (chosen.length === 0) {
		throw new Error(
			`No such editor: ${positionals.join(', ')}. There are ${editors.map(({ name }) => name).join(' and ')}.`,
		);
	}
	return { editors: chosen, grep: values.grep };
}
