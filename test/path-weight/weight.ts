import type { RoundTrip } from '@firstwrite/testing';

type Weight = Readonly<Record<string, number>>;

/** The number of round trips and statements. */
export function weightOf(roundTrips: readonly RoundTrip[]) {
  return { roundTrips: roundTrips.length, statements: sumOf(roundTrips, ({ statements }) => statements) };
}

/**
 * The weight of projections: the same counters without polls that found no events, and the number of events in each
 * write, all views together.
 */
export function projectionWeightOf(roundTrips: readonly RoundTrip[], eventsProjected: number) {
  const onTheWay = roundTrips.filter(isNoIdleLook);
  const writes = onTheWay.filter(isWrite).length;
  const { statements } = weightOf(onTheWay);
  return { reads: onTheWay.length - writes, writes, statements, eventsAWrite: eventsProjected / writes };
}

/** The counters that differ from the expected ones, followed by the actual round trips; empty if none differs. */
export function differences(actual: Weight, expected: Weight, roundTrips: readonly RoundTrip[]): string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  const wrong = names.filter((name) => actual[name] !== expected[name]);
  if (wrong.length === 0) return [];
  return [
    ...wrong.map((name) => `${name}: expected ${expected[name]}, actual ${actual[name]}`),
    ...roundTrips.filter(isNoIdleLook).map(described),
  ];
}

/**
 * A write of a view moves its checkpoint in the same transaction. A claim also updates the checkpoint, but does not
 * move it.
 */
function isWrite({ asks, sql }: RoundTrip): boolean {
  return asks !== 'claim' && sql.includes('update projection_checkpoint');
}

function isNoIdleLook({ asks, rows }: RoundTrip): boolean {
  return asks !== 'feed' || rows > 0;
}

function described({ asks, statements, rows, sentBytes, error }: RoundTrip): string {
  const failed = error === undefined ? '' : `, failed: ${error.slice(0, 120)}`;
  return `  ${asks}: ${statements} statements, ${sentBytes} B sent, ${rows} rows back${failed}`;
}

/** The bytes that the client sent. */
export function sentBytes(roundTrips: readonly RoundTrip[]): number {
  return sumOf(roundTrips, (roundTrip) => roundTrip.sentBytes);
}

function sumOf<Item>(items: readonly Item[], numberOf: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + numberOf(item), 0);
}
