import type { Variants } from '../variants.js';

/** A size as an answer tells it; `undefined` where it tells none. // cor-api §10 (end) */
export function sizeAs(form: Variants['toldSize'], bytes: number): number | string | undefined {
	const kilobytes = Math.round(bytes / 1024);
	switch (form) {
		case 'bytes':
			return bytes;
		case 'half':
			return Math.floor(bytes / 2);
		case 'rounded':
			return Math.round(bytes / 1000) * 1000;
		case 'kilobytes':
			return kilobytes;
		case 'text':
			return String(bytes);
		case 'text-with-unit':
			return `${kilobytes} KB`;
		case 'zero':
			return 0;
		case 'missing':
			return undefined;
	}
}
