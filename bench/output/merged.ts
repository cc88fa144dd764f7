import type { ResultFile } from './result-file';

/**
 * The rows of several runs on one machine: of a row that was measured more than once, the last run's; a run that took
 * profiles, which slows it, counts only where no other measured the row. Else it is as the last run.
 */
export function merged(runs: readonly ResultFile[]): ResultFile {
  const [first, ...others] = [...runs.filter(({ profiles }) => profiles), ...runs.filter(({ profiles }) => !profiles)];
  if (!first) throw new Error('no results');
  return others.reduce(joined, first);
}

function joined(before: ResultFile, after: ResultFile): ResultFile {
  const again = new Set(after.metrics.map(({ id }) => id));
  const metrics = [...before.metrics.filter(({ id }) => !again.has(id)), ...after.metrics];
  const rowOf = (id: string) => Number(id.slice(1));
  const profiles = { ...before.profiles, ...after.profiles };
  return {
    host: after.host,
    settings: {
      ...after.settings,
      titles: { ...before.settings.titles, ...after.settings.titles },
      stolen: { ...before.settings.stolen, ...after.settings.stolen },
    },
    metrics: metrics.toSorted((one, other) => rowOf(one.id) - rowOf(other.id)),
    ...(Object.keys(profiles).length > 0 && { profiles }),
  };
}
