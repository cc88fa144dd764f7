import { escapeLiteral } from 'pg';
import { headSql } from './position.sql';
import type { AppendBatch, IdempotencyRow, StreamVersion } from '../event-store';
import { COPY_NULL, copyField, type CopyStatement } from '@firstwrite/postgres';

/** SQLSTATEs that this schema's own assertions raise. */
export const CONFIRM_FAILED = 'FW001';
export const GUARD_FAILED = 'FW002';
export const PREDECESSOR_MISSING = 'FW003';
export const INCARNATION_CHANGED = 'FW005';

const copyEvents = 'copy event (stream, version, type, data, metadata) from stdin';
const copyKeys = 'copy idempotency (stream, scope, operation, key, fingerprint, outcome, expires_at) from stdin';

/**
 * One simple query, hence one transaction and one round trip. The COPY of the events comes first, because the feed
 * orders by transaction id and the append must be its transaction's first write. Then come the assertions, each on a
 * fresh snapshot (read committed), then the COPY of the keys, then the receipt.
 * @param incarnation the one that the batch was decided in
 */
export function appendStatement(
  { events: anyOrder, confirm, guards, rows }: AppendBatch,
  incarnation: string,
): CopyStatement {
  const events = sortedByStream(anyOrder);
  const predecessors = predecessorsOf(events);
  const statements = [
    ...(events.length > 0 ? [copyEvents] : []),
    `select assert_incarnation('${incarnation}')`,
    ...(predecessors.length > 0 ? [assertPredecessors(predecessors)] : []),
    ...(confirm.length > 0 ? [assertVersions(confirm)] : []),
    ...(guards.length > 0 ? [assertLeases(guards)] : []),
    ...(rows.length > 0 ? [copyKeys] : []),
    // A batch without events gets the head: a reader that has reached it sees everything that the batch's decisions
    // rested on.
    events.length > 0 ? receipt : headSql,
  ];
  const copies = [...(events.length > 0 ? [eventRows(events)] : []), ...(rows.length > 0 ? [keyRows(rows)] : [])];
  return { sql: statements.join(';\n'), copies };
}

/** `currval` is the number of the batch's last row: COPY numbers the rows in the order sent. */
const receipt =
  'select current_era() as era, pg_current_xact_id()::text as transaction, ' +
  "currval('event_number')::text as number";

function assertVersions(confirm: readonly StreamVersion[]): string {
  const streams = textArray(confirm.map(({ stream }) => stream));
  return `select assert_versions(${streams}, '{${confirm.map(({ version }) => version).join()}}')`;
}

/**
 * The versions that must be there already for the batch to leave no gap. The primary key refuses a version that is
 * taken; a version too far ahead comes from a writer that remembers events which the database lost (an asynchronous
 * standby was promoted, a backup restored).
 */
function predecessorsOf(sorted: AppendBatch['events']): StreamVersion[] {
  return sorted.flatMap(({ stream, version }, at) => {
    const before = sorted[at - 1];
    const inBatch = before?.stream === stream && before.version === version - 1;
    return inBatch || version === 1 ? [] : [{ stream, version: version - 1 }];
  });
}

function assertPredecessors(predecessors: readonly StreamVersion[]): string {
  const streams = textArray(predecessors.map(({ stream }) => stream));
  return `select assert_predecessors(${streams}, '{${predecessors.map(({ version }) => version).join()}}')`;
}

function assertLeases(guards: AppendBatch['guards']): string {
  const leases = textArray(guards.map(({ lease }) => lease));
  return `select assert_leases(${leases}, '{${guards.map(({ epoch }) => epoch).join()}}')`;
}

function textArray(texts: readonly string[]): string {
  return `array[${texts.map((text) => escapeLiteral(text)).join(', ')}]`;
}

/** Sorts by stream (collate "C": all names are ASCII) and version, so that two batches never deadlock. */
function sortedByStream(events: AppendBatch['events']): AppendBatch['events'] {
  return events.toSorted((a, b) => (a.stream === b.stream ? a.version - b.version : a.stream < b.stream ? -1 : 1));
}

function eventRows(events: AppendBatch['events']): string {
  let rows = '';
  for (const { stream, version, type, data, metadata } of events) {
    rows +=
      `${copyField(stream)}\t${version}\t${copyField(type)}\t` +
      `${copyField(JSON.stringify(data))}\t${copyField(JSON.stringify(metadata))}\n`;
  }
  return rows;
}

function keyRows(idempotencyRows: readonly IdempotencyRow[]): string {
  let rows = '';
  for (const { stream, scope, operation, key, fingerprint, outcome, expiresAtMs } of idempotencyRows) {
    const expiresAt = expiresAtMs === null ? COPY_NULL : new Date(expiresAtMs).toISOString();
    rows +=
      `${copyField(stream)}\t${copyField(scope)}\t${copyField(operation)}\t${copyField(key)}\t` +
      `${copyField(fingerprint)}\t${copyField(JSON.stringify(outcome))}\t${expiresAt}\n`;
  }
  return rows;
}
