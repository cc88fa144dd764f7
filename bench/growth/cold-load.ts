import { Lane, type Decision } from '@firstwrite/command-bus';
import { PostgresEventStore } from '@firstwrite/event-store';
import { model } from '@firstwrite/shop';

export interface ColdLoadOptions {
  readonly databaseUrl: string;
  readonly stream: string;
}

export interface ColdLoad {
  readonly coldMs: number;
  /** The median of the later loads, which find the stream in memory. */
  readonly warmMs: number;
}

const WARM_LOADS = 100;

/** Loads a stream and confirms its version, as every refusal does; decides no event. */
const look: Decision<{ readonly stream: string }, undefined> = {
  streams: ({ stream }) => [stream],
  decide: () => [],
  answer: ({ stream }, states) => ({ body: undefined, version: states.versionOf(stream) }),
};

/**
 * Times a command's first load of a stream, through the lane. The load of an empty stream has warmed the connections
 * and the code before, but not the stream.
 */
export async function loadStreamCold({ databaseUrl, stream }: ColdLoadOptions): Promise<ColdLoad> {
  const store = await PostgresEventStore.connect({ url: databaseUrl });
  const observer = { batch: () => undefined, round: () => undefined, snapshotFailed: () => undefined };
  const lane = new Lane({ store, model, observer, onCommit: () => undefined });
  try {
    await lookAt(lane, `${stream}-that-is-not-there`);
    const coldMs = await lookAt(lane, stream);
    const warm: number[] = [];
    for (let at = 0; at < WARM_LOADS; at++) warm.push(await lookAt(lane, stream));
    warm.sort((a, b) => a - b);
    return { coldMs, warmMs: warm[WARM_LOADS / 2] ?? Number.NaN };
  } finally {
    await lane.stop();
    await store.close();
  }
}

async function lookAt(lane: Lane, stream: string): Promise<number> {
  const startedAtMs = performance.now();
  await lane.submit({ decision: look, command: { stream }, expectations: [], metadata: {}, weight: 1 });
  return performance.now() - startedAtMs;
}
