import { beginningOf, streamHash } from '@firstwrite/event-store';
import type { CheckpointBoard, EventFeed } from '@firstwrite/feed';
import type { Projection, VersionedRow } from '@firstwrite/views';
import { mergePositions } from '../tokens/token-signer';
import type { Freshness } from '../consistency/consistency';
import type { Entity } from './entity';
import { entityFromEvents } from './entity-from-events';
import {
  readUntil,
  isFreshEnough,
  reachedOf,
  type Reached,
  type ReachedColumns,
  type ReadDescriber,
  type ReadResult,
} from '../consistency/read-result';
import { entitySql } from './entity.sql';
import type { Statement, ViewDatabase } from '../view-database';

export interface EntityReaderParts {
  readonly database: ViewDatabase;
  readonly feed: Pick<EventFeed, 'readStream'>;
  readonly board: CheckpointBoard;
  readonly describer: ReadDescriber;
  /**
   * After this wait the entity is folded from its events, which usually takes one round trip, less than a late view.
   */
  readonly viewWaitMsMax: number;
}

interface EntityColumns extends ReachedColumns, Record<string, unknown> {
  readonly stream_version: number | null;
  readonly version: number | null;
}

type AnyEntity = Entity<VersionedRow, unknown>;
type ReadRow = ReadResult<VersionedRow | undefined>;

interface Seen extends Reached {
  readonly row: VersionedRow | undefined;
  /**
   * The version of the row is not that of the stream at the checkpoint: rows were lost or changed, or the stream is
   * parked.
   */
  readonly damaged: boolean;
}

/** Reads entities by their streams: from the view where that is fresh enough, else from the events. */
export class EntityReader {
  private readonly statements = new Map<string, Statement>();

  constructor(private readonly parts: EntityReaderParts) {}

  /** Undefined: there is no such entity. @throws ReadUnavailableError @throws EntityUnreadableError */
  async read<Row extends VersionedRow, Body>(
    entity: Entity<Row, Body>,
    stream: string,
    freshness: Freshness,
  ): Promise<ReadResult<Body | undefined>> {
    // Rows of one entity are passed only to the functions of that entity.
    const anyEntity = entity as unknown as Entity<VersionedRow, Body>;
    const { value, ...facts } = await this.readRow(anyEntity, stream, freshness);
    return { value: value && anyEntity.bodyOf(value), ...facts };
  }

  private async readRow(entity: AnyEntity, stream: string, freshness: Freshness): Promise<ReadRow> {
    const { consistency } = freshness;
    if (consistency.level === 'strong') return this.fromEvents(entity, stream, freshness);
    const checked = consistency.level !== 'eventual';
    const seen = await readUntil(
      this.parts.board,
      { projection: entity.projection.name, seen: freshness.seen, waitMsMax: this.parts.viewWaitMsMax },
      async () => {
        const found = await this.fromView(entity, stream, checked);
        return isFreshEnough(found, freshness) ? found : undefined;
      },
    );
    if (!seen || seen.damaged) return this.fromEvents(entity, stream, freshness);
    const positions = mergePositions(freshness.seen, [seen.position]);
    return { value: seen.row, ...this.parts.describer.facts(freshness, seen.stalenessMs, positions) };
  }

  private async fromView({ projection }: AnyEntity, stream: string, checked: boolean): Promise<Seen> {
    const { database } = this.parts;
    const { name, view } = projection;
    const values = [name, database.storeId, checked, stream, streamHash(stream), ...view.keyOf(stream)];
    const [found] = await database.query<EntityColumns>(this.statementOf(projection), values);
    if (!found) throw new Error('the freshness of a view is always one row');
    const row = found.version === null ? undefined : view.rowOf(found);
    const damaged = checked && (found.version ?? 0) !== (found.stream_version ?? 0);
    return { row, damaged, ...reachedOf(database.storeId, found) };
  }

  private async fromEvents(
    { projection, snapshot }: AnyEntity,
    stream: string,
    freshness: Freshness,
  ): Promise<ReadRow> {
    const { database, feed, describer } = this.parts;
    const now = await entityFromEvents(database, { feed, projection, snapshot }, stream);
    const { row, position = beginningOf(database.storeId) } = now;
    return { value: row, ...describer.facts(freshness, 0, mergePositions(freshness.seen, [position])) };
  }

  private statementOf({ name, view }: Projection): Statement {
    const known = this.statements.get(name);
    if (known) return known;
    const statement = { name: `read ${name}`, text: entitySql(view) };
    this.statements.set(name, statement);
    return statement;
  }
}
