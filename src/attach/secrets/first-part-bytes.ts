/** How much of a file is looked at: settings, keys and sources that people write themselves are rarely larger. */
export const firstPartBytes = 64 * 1024;
