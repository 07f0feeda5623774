import path from 'node:path';
import { packForTests } from '../../host/pack-for-tests.js';

const manifest = { name: 'driver', activationEvents: ['onStartupFinished'] };

/** Packs the driver, as `packForTests` does. */
export function packDriver(): Promise<string> {
	return packForTests(manifest, path.join(__dirname, 'extension.ts'));
}
