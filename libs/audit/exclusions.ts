import { foldsStream, DiscardedEvents, type Projections } from '@firstwrite/views';
import type { AuditSession } from './audit-session';

/** A stream that one projection has parked at an event that it could not fold. */
export interface ParkedStream {
  readonly projection: string;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly reason: string;
  readonly attempts: number;
}

/** An event that an operator has discarded for one projection. */
export interface DiscardedEvent {
  readonly projection: string;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  /** Why it could not be folded. */
  readonly problem: string;
  /** Why it was discarded, and by whom. */
  readonly reason: string;
  readonly actor: string;
}

const parkedSql = `
select projection, stream, version, type, reason, attempts from parked_stream
where store = $1 and projection = any ($2::text[]) order by projection, stream`;

const discardedSql = `
select projection, stream, version, type, problem, reason, actor from discarded_event
where store = $1 and projection = any ($2::text[]) order by projection, stream, version`;

/** Parked streams and discarded events: projections have passed them without folding them. */
export class Exclusions {
  private readonly discardedBy: ReadonlyMap<string, DiscardedEvents>;
  private readonly parkedVersions: ReadonlyMap<string, number>;

  constructor(
    private readonly projections: Projections,
    readonly parked: readonly ParkedStream[],
    readonly discarded: readonly DiscardedEvent[],
  ) {
    this.discardedBy = new Map(
      projections.names.map((name) => [
        name,
        new DiscardedEvents(discarded.filter(({ projection }) => projection === name)),
      ]),
    );
    this.parkedVersions = new Map(
      parked.map(({ projection, stream, version }) => [`${projection} ${stream}`, version]),
    );
  }

  static async read(session: AuditSession, projections: Projections): Promise<Exclusions> {
    const values = [session.storeId, projections.names];
    const parked = await session.query<ParkedStream>(parkedSql, values);
    return new Exclusions(projections, parked, await session.query<DiscardedEvent>(discardedSql, values));
  }

  discardedOf(projection: string): DiscardedEvents {
    return this.discardedBy.get(projection) ?? new DiscardedEvents([]);
  }

  /** The version at which a projection has parked a stream; Infinity: it has not. */
  parkedAt(projection: string, stream: string): number {
    return this.parkedVersions.get(`${projection} ${stream}`) ?? Infinity;
  }

  /** Whether an event is discarded for every projection that folds its stream. */
  isDiscardedByAll(stream: string, version: number): boolean {
    if (this.discarded.length === 0) return false;
    return this.projections.all.every(
      (projection) => !foldsStream(projection, stream) || this.discardedOf(projection.name).has(stream, version),
    );
  }
}
