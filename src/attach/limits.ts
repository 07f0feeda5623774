/** What sentences name and much later code keeps: by itself, so that the sentences are there without that code. */

/** More files than this in one folder, or folders, is a mistake, and listing them all would take memory and time. */
export const maxFiles = 10_000;

/** A patch is held in memory: Git is stopped when it gives more than this. */
export const maxPatchBytes = 100 * 1_000 * 1_000;
