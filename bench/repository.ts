import { join } from 'node:path';

/** The bench runs from dist/bench. */
export const repository = join(__dirname, '../..');

/** The path of a built program, such as `apps/standalone/main.js`. */
export const program = (path: string) => join(repository, 'dist', path);
