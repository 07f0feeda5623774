import { isOf, type Shape } from '../../attach/kit/drawn-values.js';

class Refused extends Error {}

/** The error of whoever reads arguments, by which a test knows it from any other. */
export const refuse = (complaint: string): Error => new Refused(complaint);

/** Whether what was read is of its type, or `refuse` was asked for a complaint of ours. */
export function isReadOrRefused(read: () => unknown, type: Shape): boolean {
	try {
		return isOf(type, read());
	} catch (error) {
		return error instanceof Refused && !error.message.startsWith('Invalid'); // as the library would put it
	}
}
