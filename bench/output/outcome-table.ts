import { formatColumns } from '@firstwrite/terminal';
import { cellsOf } from './figures';
import type { ResultRow } from './result-file';

const heading = ['row', 'cell', 'rival', 'ours', 'theirs', 'unit', 'ratio (min … max)', 'goal', ''];

/** A table of the rows, and below it the reason for each missing figure. */
export function outcomeTable(rows: readonly ResultRow[]): string {
  const table = formatColumns(
    heading,
    rows.map((row) => [row.id, ...cellsOf(row)]),
  );
  const problems = rows.filter(({ problem }) => problem !== undefined);
  const notes = problems.map(
    ({ id, cell, rival, problem }) => `${[id, cell, rival].filter(Boolean).join(' ')}: ${problem}\n`,
  );
  return notes.length > 0 ? `${table}\n${notes.join('')}` : table;
}
