import { Pause } from '@firstwrite/resilience';
import type { Pool } from 'pg';
import type { SigningKey } from './signed-text';

/** What tokens and cursors of one store are signed and checked with. */
export interface TokenKeys {
  readonly storeId: number;
  /** The store's incarnations so far. */
  readonly eras: ReadonlySet<number>;
  readonly keys: readonly SigningKey[];
}

const keysSql = 'select version, key from signing_key';
const erasSql = 'select era from store where store_id = $1';

/** Reads the signing keys, and which incarnations the store had. @throws when the database does not answer */
export async function loadTokenKeys(pool: Pool, storeId: number): Promise<TokenKeys> {
  const { rows: keys } = await pool.query<SigningKey>(keysSql);
  return { storeId, keys, eras: new Set(await loadEras(pool, storeId)) };
}

/** After a promotion, a token of the new era is valid in every process within a second. */
const LOOK_EVERY_MS = 500;

/** Token keys that learn of each new era while the process runs: a promotion adds one. */
export class FollowedTokenKeys implements TokenKeys {
  private readonly pause = new Pause();
  private readonly following: Promise<void>;

  private constructor(
    private readonly pool: Pool,
    readonly storeId: number,
    readonly keys: readonly SigningKey[],
    readonly eras: Set<number>,
  ) {
    this.following = this.follow();
  }

  /** @throws when the database does not answer */
  static async load(pool: Pool, storeId: number): Promise<FollowedTokenKeys> {
    const { keys, eras } = await loadTokenKeys(pool, storeId);
    return new FollowedTokenKeys(pool, storeId, keys, new Set(eras));
  }

  /** Resolves when no query is under way. */
  async stop(): Promise<void> {
    this.pause.end();
    await this.following;
  }

  private async follow(): Promise<void> {
    for (;;) {
      await this.pause.sleep(LOOK_EVERY_MS);
      if (this.pause.isEnded) return;
      // A database that does not answer is asked again.
      const eras = await loadEras(this.pool, this.storeId).catch(() => []);
      for (const era of eras) this.eras.add(era);
    }
  }
}

async function loadEras(pool: Pool, storeId: number): Promise<number[]> {
  const { rows } = await pool.query<{ era: number }>(erasSql, [storeId]);
  return rows.map(({ era }) => era);
}
