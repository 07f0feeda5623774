import path from 'node:path';

/** The project's folder. */
export const projectDir = path.resolve(__dirname, '../..');

/** Everything the tests fetch, build or leave behind; not in Git. */
export const testDir = path.join(projectDir, '.vscode-test');
