import { withoutPassword } from '../../attach/text/without-password.js';

/** Some files are not what a person confirmed. Nothing was sent. The message is for the log. */
export class NotAsConfirmed extends Error {
	override readonly name = 'NotAsConfirmed';

	constructor(readonly uris: readonly string[]) {
		super(`not what was confirmed: ${uris.map(withoutPassword).join(', ')}`);
	}
}
