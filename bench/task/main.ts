import { loadStreamCold } from '../growth/cold-load';
import { catchUpDirectly } from '../projections/catch-up';
import { measureLag } from '../projections/lag';
import { readAllTheWhile } from '../projections/reader';
import type { Task } from './tasks';

function resultOf(task: Task): Promise<unknown> {
  switch (task.kind) {
    case 'catch-up':
      return catchUpDirectly(task);
    case 'cold-load':
      return loadStreamCold(task);
    case 'lag':
      return measureLag(task);
    case 'read':
      return readAllTheWhile(task);
  }
}

/** Runs one task in its own process, prints the result as JSON, and ends. */
resultOf(JSON.parse(process.argv[2] ?? '{}') as Task).then(
  (result) => process.stdout.write(`${JSON.stringify(result)}\n`),
  (error: unknown) => {
    process.stderr.write(`bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
