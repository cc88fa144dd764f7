import { comparePositions, isAtOrAfter, type Position } from '@firstwrite/event-store';
import { Deadline, jitterMs } from '@firstwrite/resilience';
import type { EventFeed } from './event-feed';
import type { Log } from './log';
import type { Checkpoint, Checkpoints } from './checkpoint/checkpoints';
import type { Assignment } from './event-source';

export interface PartitionClaimsParts {
  readonly projection: string;
  readonly checkpoints: Checkpoints;
  readonly feed: Pick<EventFeed, 'readFeed'>;
  readonly log: Log;
  /** How long the partition of another process may stay behind before this process takes it over. */
  readonly fencedMs: number;
}

/** The longest rest while no look is due: one look a minute costs nothing. */
const REST_MS_MAX = 60_000;

/** Another process projects the partition. */
interface Fenced {
  /** The last known position of its owner. */
  readonly position: Position;
  /** An event that its owner should have reached before the next `look`. */
  readonly due: Position | undefined;
  readonly look: Deadline;
}

/**
 * Which partitions of a view this process writes.
 *
 *   assigned ──▶ claimed ──▶ (the assignment ends)
 *      ▲            │ the checkpoint has another epoch
 *      └─ fenced ◀──┘
 *
 * A fenced partition that is still assigned to this process is left to its owner while the owner makes progress, and
 * until the next assignment. A checkpoint that stays behind the feed for `fencedMs` is claimed again.
 */
export class PartitionClaims {
  private readonly claims = new Map<number, Checkpoint>();
  private readonly fenced = new Map<number, Fenced>();
  private assignment: Assignment = { partitions: [], count: 0 };

  constructor(private readonly parts: PartitionClaimsParts) {}

  /**
   * Claims the assigned partitions in which no other process makes progress, and gives up those that are no longer
   * assigned.
   * @returns whether a partition was claimed
   */
  async follow(assignment: Assignment): Promise<boolean> {
    const { partitions, count } = assignment;
    if (count !== this.count) this.claims.clear();
    // A new assignment is newer than the refused writes that fenced partitions.
    if (assignment !== this.assignment) this.fenced.clear();
    this.assignment = assignment;
    for (const known of [this.claims, this.fenced]) {
      for (const partition of known.keys()) if (!partitions.includes(partition)) known.delete(partition);
    }
    for (const partition of this.fenced.keys()) await this.lookAt(partition);
    const wanted = partitions.filter((partition) => !this.claims.has(partition) && !this.fenced.has(partition));
    if (wanted.length === 0) return false;
    const { checkpoints, projection } = this.parts;
    for (const [partition, claim] of await checkpoints.claim(projection, wanted, count))
      this.claims.set(partition, claim);
    return true;
  }

  /** The claimed partitions, and how far each is. */
  get claimed(): ReadonlyMap<number, Checkpoint> {
    return this.claims;
  }

  positions(): Map<number, Position> {
    return new Map([...this.claims].map(([partition, { position }]) => [partition, position]));
  }

  /** The position that the whole view is known to have reached; undefined if a partition is unknown. */
  get reached(): Position | undefined {
    const known = [...this.claims.values(), ...this.fenced.values()].map(({ position }) => position);
    if (known.length === 0 || known.length < this.count) return undefined;
    return known.reduce((least, position) => (isAtOrAfter(position, least) ? least : position));
  }

  /** How long until the next look at a fenced partition. */
  get restMs(): number {
    const rests = [...this.fenced.values()].map(({ look }) => look.leftMs);
    return Math.min(REST_MS_MAX, ...rests);
  }

  moved(partition: number, position: Position): void {
    const claim = this.claims.get(partition);
    if (claim) this.claims.set(partition, { ...claim, position });
  }

  /**
   * Reads the checkpoints of claimed partitions again, because one may not be as expected.
   * @returns whether each is as expected
   */
  async check(): Promise<boolean> {
    const { checkpoints, projection, log } = this.parts;
    const current = await checkpoints.read(projection, [...this.claims.keys()], this.count);
    let asExpected = true;
    for (const [partition, claim] of this.claims) {
      const found = current.get(partition);
      if (found && isSame(found, claim)) continue;
      asExpected = false;
      if (found?.epoch === claim.epoch) {
        this.claims.set(partition, found);
        continue;
      }
      this.claims.delete(partition);
      log.info({ projection, partition }, 'another process projects this part of the view');
      if (found) await this.leaveAlone(partition, found.position);
    }
    return asExpected;
  }

  private get count(): number {
    return this.assignment.count;
  }

  private async leaveAlone(partition: number, position: Position): Promise<void> {
    const [due] = await this.parts.feed.readFeed(position, 1);
    // Jitter: two processes that wait for each other do not wake together.
    const look = new Deadline(this.parts.fencedMs + jitterMs(this.parts.fencedMs / 4));
    this.fenced.set(partition, { position, due: due?.position, look });
  }

  private async lookAt(partition: number): Promise<void> {
    const fenced = this.fenced.get(partition);
    if (!fenced?.look.isOver) return;
    const { checkpoints, projection } = this.parts;
    const found = (await checkpoints.read(projection, [partition], this.count)).get(partition);
    const isStuck = !found || (fenced.due !== undefined && !isAtOrAfter(found.position, fenced.due));
    if (isStuck) this.fenced.delete(partition);
    else await this.leaveAlone(partition, found.position);
  }
}

function isSame(found: Checkpoint, claim: Checkpoint): boolean {
  const { epoch, generation, position } = found;
  return epoch === claim.epoch && generation === claim.generation && comparePositions(position, claim.position) === 0;
}
