import type { ListedAttachment, StoredAttachment } from '../../../attach/attachment.js';
import type { CorError } from '../../../attach/errors.js';
import type { HistoryEntry } from '../../../attach/plan/history.js';
import type { Task } from '../../../cor/answers/answers.js';
import type { SectionId } from './sections.js';

/** What is read and shown page by page: a section's tasks, or the attachments of the task with this number. */
export type Paged = SectionId | number;

/** A sentence in the place of rows. */
export type Note = 'loading' | 'no-attachments' | 'no-tasks' | 'no-other-tasks' | 'nothing-from-here';

/** One row of the view. */
export type ViewNode =
	| {
			readonly kind: 'section';
			readonly section: SectionId;
			readonly isOpen: boolean;
			/** The name of the branch, of its section. */
			readonly branch?: string;
	  }
	| {
			readonly kind: 'task';
			readonly task: Task;
			readonly section: SectionId;
			readonly isPinned: boolean;
			/** Which unasked opening was its, 0 if none was: the editor keeps what a person opens and closes. */
			readonly opened: number;
	  }
	| {
			readonly kind: 'attachment';
			readonly task: Task;
			readonly listed: ListedAttachment;
			/** The latest file of this workspace that was attached as a version of it. */
			readonly entry?: HistoryEntry;
	  }
	| {
			readonly kind: 'version';
			readonly task: Task;
			readonly listed: ListedAttachment;
			readonly version: StoredAttachment;
			readonly entry?: HistoryEntry;
	  }
	| {
			readonly kind: 'past';
			readonly task: Task;
			/** What was attached from this workspace and stands on no page of COR's list that was read. */
			readonly entry: HistoryEntry;
			/** Whether the list was read far enough to show it. */
			readonly isUnlisted: boolean;
	  }
	| { readonly kind: 'more'; readonly of: Paged }
	| { readonly kind: 'failure'; readonly of: Paged; readonly error: CorError }
	| { readonly kind: 'note'; readonly of: Paged | 'view'; readonly note: Note };

/** The scheme of attachments that are opened here. */
export const attachmentScheme = 'cor-attachment';

/** A row of this kind. */
export type Row<Kind extends ViewNode['kind']> = Extract<ViewNode, { kind: Kind }>;

/** What is downloaded when somebody opens an attachment: its newest version. */
export function newestOf(listed: ListedAttachment): StoredAttachment {
	return listed.currentVersion ?? listed;
}

/** Where a row stands among all others, for as long as it is the same: the editor keeps focus and what is open by it. */
export function idOf(node: ViewNode): string {
	switch (node.kind) {
		case 'section':
			return `section/${node.section}/${node.isOpen}`;
		case 'task':
			return `task/${node.task.id}/${node.opened}`;
		case 'attachment':
			return `attachment/${node.task.id}/${node.listed.id}`;
		case 'version':
			return `version/${node.task.id}/${node.listed.id}/${node.version.id}`;
		case 'past':
			return `past/${node.task.id}/${node.entry.attachmentId}`;
		case 'more':
		case 'failure':
			return `${node.kind}/${node.of}`;
		case 'note':
			return `${node.note}/${node.of}`;
	}
}
