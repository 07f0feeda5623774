import type { ListedAttachment, StoredAttachment } from '../../../attach/attachment.js';
import type { CorError } from '../../../attach/errors.js';
import type { HistoryEntry } from '../../../attach/plan/history.js';
import type { Task } from '../../../cor/answers/answers.js';
import type { SectionId } from './sections.js';

/** What is read page by page: the tasks of a section, or the attachments of the task with this id. */
export type Paged = SectionId | number;

/** A sentence in place of rows. */
export type Note = 'loading' | 'no-attachments' | 'no-tasks' | 'no-other-tasks' | 'nothing-from-here';

/** A row of the view. */
export type ViewNode =
	| {
			readonly kind: 'section';
			readonly section: SectionId;
			readonly isOpen: boolean;
			/** For the branch section: name of the branch. */
			readonly branch?: string;
	  }
	| {
			readonly kind: 'task';
			readonly task: Task;
			readonly section: SectionId;
			readonly isPinned: boolean;
			/** Number of the opening from `OpenedTasks`, 0 if none. VS Code remembers what a person opened or closed. */
			readonly opened: number;
	  }
	| {
			readonly kind: 'attachment';
			readonly task: Task;
			readonly listed: ListedAttachment;
			/** The latest history entry for one of its versions. */
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
			/** Something attached from this workspace that is on no page of COR's list read so far. */
			readonly entry: HistoryEntry;
			/** Whether the list was read far enough to contain it. */
			readonly isUnlisted: boolean;
	  }
	| { readonly kind: 'more'; readonly of: Paged }
	| { readonly kind: 'failure'; readonly of: Paged; readonly error: CorError }
	| { readonly kind: 'note'; readonly of: Paged | 'view'; readonly note: Note };

/** URI scheme of opened attachments. */
export const attachmentScheme = 'cor-attachment';

/** A row of this kind. */
export type Row<Kind extends ViewNode['kind']> = Extract<ViewNode, { kind: Kind }>;

/** What opening an attachment downloads: its newest version. */
export function newestOf(listed: ListedAttachment): StoredAttachment {
	return listed.currentVersion ?? listed;
}

/** A stable id, so that VS Code keeps the focus and what is open. */
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
