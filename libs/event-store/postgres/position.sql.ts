/** SQL expressions of a position's parts. */
export interface PositionSql {
  readonly era: string;
  readonly transaction: string;
  readonly number: string;
}

const tuple = ({ era, transaction, number }: PositionSql) => `(${era}, ${transaction}, ${number})`;

const POSITION_COLUMNS = 'era, transaction_id::text as transaction, number::text as number';

/**
 * Gives the greatest position that a snapshot taken now sees: an acknowledged event can stand beyond the feed's
 * horizon. The order names the table: a bare `number` would be the text column of the result, in which 100 comes
 * before 99.
 */
export const headSql = `select ${POSITION_COLUMNS}
from event order by event.era desc, event.transaction_id desc, event.number desc limit 1`;

/**
 * Gives the newest event of the feed: everything up to it can be read, now and for ever. Guarantee used: that of the
 * feed itself.
 */
export const newestInFeedSql = `
select ${POSITION_COLUMNS}
from event
where era < (select current_era()) or transaction_id < pg_snapshot_xmin(pg_current_snapshot())
order by event.era desc, event.transaction_id desc, event.number desc limit 1`;

/** Selects the events `e` beyond a position, as a query without columns that is to be limited or counted. */
export function eventsBeyondSql(position: PositionSql): string {
  return `select from event e where (e.era, e.transaction_id, e.number) > ${tuple(position)}`;
}

const beyondGivenSql = eventsBeyondSql({ era: '$1::smallint', transaction: '$2::xid8', number: '$3::bigint' });

/** Gives how many events lie beyond the position `$1 … $3`. */
export const countBeyondSql = `
select count(*)::float8 as events from (${beyondGivenSql}) beyond`;

/** Selects the milliseconds since the first event beyond a position was recorded; no row when there is none. */
export function msSinceFirstBeyondSql(position: PositionSql): string {
  return `
    select greatest(0, extract(epoch from clock_timestamp() - e.recorded_at) * 1000)
    from event e where (e.era, e.transaction_id, e.number) > ${tuple(position)}
    order by e.era, e.transaction_id, e.number limit 1`;
}

/** Selects a stream's greatest version, or its greatest version at or below a position; no row when there is none. */
export function lastVersionSql(stream: string, position?: PositionSql): string {
  const upTo = position ? ` and (e.era, e.transaction_id, e.number) <= ${tuple(position)}` : '';
  return `select e.version from event e where e.stream = ${stream}${upTo} order by e.version desc limit 1`;
}
