/** Bytes of a file that are checked. Settings, keys and sources that people write are rarely larger. */
export const firstPartBytes = 64 * 1024;
