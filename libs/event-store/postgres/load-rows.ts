import type { IdempotencyKey, Loaded, Snapshot, StreamRequest } from '../event-store';

/**
 * A row of the load statement: a snapshot, an event or a known key, with the ordinal of the request that it answers.
 */
export interface LoadRow {
  readonly kind: 'snapshot' | 'event' | 'key';
  readonly at: string;
  readonly version: number;
  readonly type: string;
  readonly data: object;
  readonly fingerprint: string;
}

export function loadedOf(
  rows: readonly LoadRow[],
  streams: readonly StreamRequest[],
  keys: readonly IdempotencyKey[],
): Loaded {
  const answers = streams.map(() => ({
    snapshot: undefined as Snapshot | undefined,
    events: [] as { version: number; type: string; data: object }[],
  }));
  const known = keys.map(() => undefined as Loaded['keys'][number]);
  for (const { kind, at, version, type, data, fingerprint } of rows) {
    const index = Number(at) - 1;
    const request = streams[index];
    const key = keys[index];
    if (kind === 'event') answers[index]?.events.push({ version, type, data });
    else if (kind === 'key' && key) known[index] = { ...key, fingerprint, outcome: data, expiresAtMs: null };
    else if (request && answers[index]) {
      const { stream, snapshotSchemaVersion: schemaVersion } = request;
      answers[index].snapshot = { stream, version, schemaVersion, state: data };
    }
  }
  return { streams: answers, keys: known };
}
