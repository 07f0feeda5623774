import type { HistoryEntry } from '../../../attach/plan/history.js';
import type { Task } from '../../../cor/answers/answers.js';

/** The sections of the view, from top to bottom. */
export const sectionIds = ['branch', 'pinned', 'recent', 'mine'] as const;

export type SectionId = (typeof sectionIds)[number];

/** Known tasks, by origin. */
export interface TaskOrigins {
	/** The task in the branch name. */
	readonly branch: Task | undefined;
	readonly pinned: readonly Task[];
	/** Latest first. */
	readonly recent: readonly Task[];
	/** What was attached from this workspace, latest first. */
	readonly history: readonly HistoryEntry[];
	/** By deadline. */
	readonly mine: readonly Task[];
}

/** Assigns each task to the first section that fits. Tasks that only the history knows come after the recent ones. */
export function divideIntoSections(
	{ branch, pinned, recent, history, mine }: TaskOrigins,
	isShown: (taskId: number) => boolean = () => true,
): Readonly<Record<SectionId, readonly Task[]>> {
	const placed = new Set<number>();
	const place = (tasks: readonly Task[]): readonly Task[] =>
		tasks.filter(({ id }) => {
			const isNew = !placed.has(id) && isShown(id);
			placed.add(id);
			return isNew;
		});
	const attachedTo = history.map(({ taskId, taskTitle }) => ({ id: taskId, title: taskTitle }));
	return {
		branch: place(branch ? [branch] : []),
		pinned: place(pinned),
		recent: place([...recent, ...attachedTo]),
		mine: place(mine),
	};
}
