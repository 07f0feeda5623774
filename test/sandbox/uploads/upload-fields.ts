import { integer, undocumented } from '../answers/strictness.js';

export interface UploadFields {
	readonly available: boolean;
	readonly sessionToken: string | null;
	readonly parentId: number | null;
	readonly status: string | null;
	readonly createdFrom: string;
}

const known = ['available', 'session_token', 'attachment_parent_id', 'status', 'created_from'];

/** Reads the text fields beside the files. // cor-api §3.1 (table of parts) */
export function readUploadFields(fields: Readonly<Record<string, unknown>>): UploadFields {
	for (const [name, value] of Object.entries(fields)) {
		if (!known.includes(name)) {
			throw undocumented('§3.1', `unknown field ${JSON.stringify(name)}`);
		}
		if (typeof value !== 'string') {
			throw undocumented('§3.1', `the field ${name} is given more than once`);
		}
		// cor-api §9.3: nobody knows how COR reads these, so a field without a value is left out.
		if (value === 'null' || value === '') {
			throw undocumented('§9.3', `the field ${name} has the text ${JSON.stringify(value)} instead of being left out`);
		}
	}

	const parent = fields.attachment_parent_id;
	return {
		// cor-api §9.4: how booleans are read is unknown; `true` and `false` are the two texts that can't be misread.
		available: oneOf(fields, 'available', ['true', 'false']) !== 'false',
		sessionToken: (fields.session_token as string | undefined) ?? null,
		parentId: parent === undefined ? null : integer(String(parent), '§3.1', 'attachment_parent_id'),
		status: oneOf(fields, 'status', ['approved', 'pending', 'required']) ?? null,
		createdFrom: oneOf(fields, 'created_from', ['task_panel', 'rework', 'feedback']) ?? 'task_panel',
	};
}

function oneOf(fields: Readonly<Record<string, unknown>>, name: string, values: readonly string[]): string | undefined {
	const value = fields[name] as string | undefined;
	if (value !== undefined && !values.includes(value)) {
		throw undocumented('§3.1', `${name} is one of ${values.join(', ')}, not ${JSON.stringify(value)}`);
	}
	return value;
}
