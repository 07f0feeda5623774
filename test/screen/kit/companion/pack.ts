import path from 'node:path';
import { packForTests } from '../../../host/pack-for-tests.js';
import { askForSession, asModel, lookForSession, openLink, showChanges, watchHost, withoutKeyring } from './names.js';

const manifest = {
	name: 'companion',
	activationEvents: ['onFileSystem:memfs'],
	contributes: {
		commands: [withoutKeyring, askForSession, lookForSession, watchHost, asModel, openLink, showChanges].map(each => ({
			...each,
			category: 'Companion',
		})),
	},
	capabilities: { virtualWorkspaces: true, untrustedWorkspaces: { supported: true } },
};

/** Packs the companion, as `packForTests` does. */
export function packCompanion(): Promise<string> {
	return packForTests(manifest, path.join(__dirname, 'extension.ts'));
}
