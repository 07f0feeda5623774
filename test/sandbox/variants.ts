import { answerVariants } from './answers/answer-variants.js';
import { deletionVariants } from './attachments/deletion-variants.js';
import { listVariants } from './attachments/list-variants.js';
import { downloadVariants } from './downloads/download-variants.js';
import { gatewayVariants } from './gateway/gateway-variants.js';
import { messageVariants } from './messages/message-variants.js';
import { signInVariants } from './sign-in/sign-in-variants.js';
import { taskVariants } from './tasks/task-variants.js';
import { uploadVariants } from './uploads/upload-variants.js';

/**
 * What a server may do that COR does not document, one entry for each unknown, each plausible behaviour a literal.
 * The first literal is the default: documented, or the most likely one.
 */
export const variantTable = {
	...answerVariants,
	...signInVariants,
	...taskVariants,
	...uploadVariants,
	...listVariants,
	...deletionVariants,
	...downloadVariants,
	...gatewayVariants,
	...messageVariants,
} as const;

/** One literal for each entry of such a table. */
type Chosen<Table extends Readonly<Record<string, readonly string[]>>> = {
	readonly [Name in keyof Table]: Table[Name][number];
};

export type Variants = Chosen<typeof variantTable>;

export const defaultVariants = Object.fromEntries(
	Object.entries(variantTable).map(([name, [first]]) => [name, first]),
) as Variants;
