import type { Variants } from '../variants.js';
import { Refusal } from './strictness.js';

/** A failed validation of one field, in the form that the variants say. // cor-api §3.1 (417), §3.3, §10 (417) */
export function failedValidation({ validationBody }: Pick<Variants, 'validationBody'>, field: string): Refusal {
	const message = `exists validation failed on ${field}`;
	switch (validationBody) {
		case 'field':
			return new Refusal(417, [{ field, validation: 'exists', message }]);
		case 'message-only':
			return new Refusal(417, [{ message }]);
		case 'custom-error':
			return customError(field === 'task_id' ? 'taskId' : field);
	}
}

/** The form that is documented for deletions. // cor-api §3.3 */
export function customError(field: string): Refusal {
	const message = `exists validation failed on ${field}`;
	return new Refusal(417, { status: 417, name: 'CORCustomError', code: 'AC001', message });
}

/** What is asked for is not there, or no longer. // cor-api §3.3, §10 (404) */
export function undefinedAttachment(): Refusal {
	return new Refusal(404, { status: 'ERROR', code: 'FS003', message: 'Undefined attachment' });
}
