import type { ResultFile } from './result-file';

/**
 * Merges the rows of several runs on one machine. If several runs measured a row, the last run counts. A run with
 * profiles is slower, so it counts only for rows that no other run measured. Host and settings are those of the last
 * run.
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
