import type { ResultFile } from './result-file';

/** Several runs on one machine as one: of a row that was measured more than once, the last run's. It names every run's command and tree. */
export function merged(runs: readonly ResultFile[]): ResultFile {
  const [first, ...others] = runs;
  if (!first) throw new Error('no results');
  return others.reduce(joined, first);
}

function joined(before: ResultFile, after: ResultFile): ResultFile {
  const again = new Set(after.metrics.map(({ id }) => id));
  const metrics = [...before.metrics.filter(({ id }) => !again.has(id)), ...after.metrics];
  const rowOf = (id: string) => Number(id.slice(1));
  return {
    host: { ...after.host, commit: [...new Set([...before.host.commit.split(', '), after.host.commit])].join(', ') },
    settings: {
      ...after.settings,
      command: `${before.settings.command}\n${after.settings.command}`,
      startedAt: before.settings.startedAt,
      tookSeconds: before.settings.tookSeconds + after.settings.tookSeconds,
      titles: { ...before.settings.titles, ...after.settings.titles },
      stolen: { ...before.settings.stolen, ...after.settings.stolen },
    },
    metrics: metrics.toSorted((one, other) => rowOf(one.id) - rowOf(other.id)),
  };
}
