import { beginningOf, streamHash } from '@firstwrite/event-store';
import type { CheckpointBoard } from '@firstwrite/feed';
import type { VersionedRow } from '@firstwrite/views';
import { mergePositions } from '../tokens/merge-positions';
import type { Freshness } from '../consistency/consistency';
import { entityFromEvents, type EntitySource } from './entity-from-events';
import { readUntil } from '../consistency/fresh-wait';
import { isFreshEnough, reachedOf, type Reached, type ReachedColumns } from '../consistency/reached';
import type { ReadDescriber, ReadResult } from '../consistency/read-result';
import { entitySql } from './entity.sql';
import type { Statement, ViewDatabase } from '../view-database';

export interface EntityReaderParts {
  readonly database: ViewDatabase;
  readonly board: CheckpointBoard;
  readonly describer: ReadDescriber;
  /** Beyond this wait the entity is decided from its events: usually one query, and sooner than a view that is late. */
  readonly viewWaitMsMax: number;
}

interface EntityColumns extends ReachedColumns, Record<string, unknown> {
  readonly stream_version: number | null;
  readonly version: number | null;
}

interface Seen extends Reached {
  readonly row: VersionedRow | undefined;
  /** The row is not what the stream was at the checkpoint: rows were lost or changed, or the stream is parked. */
  readonly damaged: boolean;
}

/** Reads one kind of entity by its key: from its view where that is fresh enough, else from its events. */
export class EntityReader<Row extends VersionedRow> {
  private readonly statement: Statement;

  constructor(
    private readonly parts: EntityReaderParts,
    private readonly source: EntitySource,
  ) {
    const { name, view } = source.projection;
    this.statement = { name: `read ${name}`, text: entitySql(view) };
  }

  /** Undefined: there is no such entity. @throws ReadUnavailableError @throws EntityUnreadableError */
  async read(stream: string, freshness: Freshness): Promise<ReadResult<Row | undefined>> {
    const { consistency } = freshness;
    if (consistency.level === 'strong') return this.fromEvents(stream, freshness);
    const checked = consistency.level !== 'eventual';
    const seen = await readUntil(
      this.parts.board,
      { projection: this.source.projection.name, seen: freshness.seen, waitMsMax: this.parts.viewWaitMsMax },
      async () => {
        const found = await this.fromView(stream, checked);
        return isFreshEnough(found, freshness) ? found : undefined;
      },
    );
    if (!seen || seen.damaged) return this.fromEvents(stream, freshness);
    const positions = mergePositions(freshness.seen, [seen.position]);
    const facts = this.parts.describer.facts(freshness, seen.stalenessMs, positions);
    return { value: seen.row as Row | undefined, ...facts };
  }

  private async fromView(stream: string, checked: boolean): Promise<Seen> {
    const { database } = this.parts;
    const { name, view } = this.source.projection;
    const values = [name, database.storeId, checked, stream, streamHash(stream), ...view.keyOf(stream)];
    const [found] = await database.query<EntityColumns>(this.statement, values);
    if (!found) throw new Error('the freshness of a view is always one row');
    const row = found.version === null ? undefined : view.rowOf(found);
    const damaged = checked && (found.version ?? 0) !== (found.stream_version ?? 0);
    return { row, damaged, ...reachedOf(database.storeId, found) };
  }

  private async fromEvents(stream: string, freshness: Freshness): Promise<ReadResult<Row | undefined>> {
    const { database, describer } = this.parts;
    const { row, position = beginningOf(database.storeId) } = await entityFromEvents(database, this.source, stream);
    const facts = describer.facts(freshness, 0, mergePositions(freshness.seen, [position]));
    return { value: row as Row | undefined, ...facts };
  }
}
