import { type Position, type PositionColumns, positionFrom, headSql } from '@firstwrite/event-store';
import type { CheckpointBoard } from '@firstwrite/feed';
import type { CursorCodec, ListIdentity } from '../tokens/cursor-codec';
import { mergePositions } from '../tokens/token-signer';
import { freshnessOf, type Freshness } from '../consistency/consistency';
import { NotFreshEnoughError } from '../errors';
import {
  readUntil,
  isFreshEnough,
  reachedOf,
  type ReachedColumns,
  type ReadDescriber,
  type ReadResult,
} from '../consistency/read-result';
import type { Statement, ViewDatabase } from '../view-database';

/** A list of a view, in the order of a key that never changes. */
export interface List<Filters, Item> {
  readonly name: string;
  readonly projection: string;
  readonly statementFor: (filters: Filters) => Statement;
  /** The statement's parameters from `$3` on; `after` is the key of the last item of the page before. */
  readonly values: (filters: Filters, after: readonly string[], limit: number) => readonly unknown[];
  /** A column that is not null in any row of the list. */
  readonly presentColumn: string;
  readonly itemOf: (record: Record<string, unknown>) => Item;
  readonly keyOf: (item: Item, filters: Filters) => readonly string[];
}

/** Which page of a list: the first one, or the one after `cursor`, which is valid only with the same filters. */
export interface PageRequest<Filters> {
  readonly filters: Filters;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** At most `limit` items of a list, in its order. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** null: there is no more. */
  readonly nextCursor: string | null;
}

export interface ListReaderParts {
  readonly database: ViewDatabase;
  readonly board: CheckpointBoard;
  readonly describer: ReadDescriber;
  readonly cursors: CursorCodec;
  readonly waitMsMax: number;
}

type Rows = (ReachedColumns & Record<string, unknown>)[];
const headStatement = { name: 'head', text: headSql };

/** Reads pages of lists. */
export class ListReader {
  constructor(private readonly parts: ListReaderParts) {}

  /** @throws InvalidCursorError @throws NotFreshEnoughError @throws ReadUnavailableError */
  async read<Filters extends object, Item>(
    list: List<Filters, Item>,
    request: PageRequest<Filters>,
    asked: Freshness,
  ): Promise<ReadResult<Page<Item>>> {
    const { database, cursors, describer, waitMsMax, board } = this.parts;
    const { filters, limit, cursor } = request;
    const identity = { list: list.name, filters: { ...filters } as ListIdentity['filters'] };
    const place = cursor === undefined ? { after: [], positions: [] } : cursors.decode(cursor, identity);
    const freshness = await this.needed(asked, place.positions);
    const values = [list.projection, database.storeId, ...list.values(filters, place.after, limit + 1)];
    const wait = { projection: list.projection, seen: freshness.seen, waitMsMax };
    const found = await readUntil(board, wait, async () => {
      const rows = await database.query<Rows[number]>(list.statementFor(filters), values);
      const [first] = rows;
      if (!first) throw new Error('the freshness of a view is always one row');
      const reached = reachedOf(database.storeId, first);
      return isFreshEnough(reached, freshness) ? { rows, reached } : undefined;
    });
    if (!found) throw new NotFreshEnoughError(waitMsMax);
    const { position, stalenessMs } = found.reached;
    const positions = mergePositions(freshness.seen, [position]);
    const items = found.rows.filter((row) => row[list.presentColumn] !== null).map((row) => list.itemOf(row));
    const page = items.slice(0, limit);
    const last = page.at(-1);
    const nextCursor =
      last && items.length > limit
        ? cursors.encode(identity, { after: list.keyOf(last, filters), positions }, position.era)
        : null;
    return { value: { items: page, nextCursor }, ...describer.facts(freshness, stalenessMs, positions) };
  }

  /**
   * A page is never older than the page before. A strong list shows every event that was acknowledged before the
   * request.
   */
  private async needed(asked: Freshness, page: readonly Position[]): Promise<Freshness> {
    const head = asked.consistency.level === 'strong' ? await this.head() : [];
    const named = asked.consistency.level === 'eventual' ? undefined : asked.consistency;
    return freshnessOf(named, mergePositions(asked.seen, page, head));
  }

  private async head(): Promise<Position[]> {
    const { database } = this.parts;
    const rows = await database.query<PositionColumns>(headStatement, []);
    return rows.map((row) => positionFrom(database.storeId, row));
  }
}
