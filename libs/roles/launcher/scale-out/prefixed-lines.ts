import type { LinesOf } from './plan-roles';

/** Writes each line with the name of the part that it came from: `projector 2 │ …`. */
export function prefixedLines(write: (text: string) => void, names: readonly string[]): LinesOf {
  const width = Math.max(...names.map(({ length }) => length));
  return (name) => (line) => write(`${name.padEnd(width)} │ ${line}\n`);
}
