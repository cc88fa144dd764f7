import { join } from 'node:path';

/** The bench runs from dist/bench. */
export const repository = join(__dirname, '../..');

/** A built program: `apps/standalone/main.js`. */
export const program = (path: string) => join(repository, 'dist', path);
