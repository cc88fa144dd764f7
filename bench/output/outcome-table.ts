import { formatColumns } from '../../apps/cli/src/output/columns';
import { figure, goalText, ratioText, verdict } from './figures';
import type { ResultRow } from './result-file';

const heading = ['row', 'cell', 'rival', 'ours', 'theirs', 'unit', 'ratio (min … max)', 'goal', ''];

/** The rows as columns, and under them why some have no figure. */
export function outcomeTable(rows: readonly ResultRow[]): string {
  const table = formatColumns(heading, rows.map(cellsOf));
  const problems = rows.filter(({ problem }) => problem !== undefined);
  const notes = problems.map(
    ({ id, cell, rival, problem }) => `${[id, cell, rival].filter(Boolean).join(' ')}: ${problem}\n`,
  );
  return notes.length > 0 ? `${table}\n${notes.join('')}` : table;
}

function cellsOf(row: ResultRow): string[] {
  const { id, cell, rival, ours, theirs, unit } = row;
  return [
    id,
    cell,
    rival ?? '–',
    figure(ours),
    figure(theirs),
    unit ?? '–',
    ratioText(row),
    goalText(row),
    verdict(row),
  ];
}
