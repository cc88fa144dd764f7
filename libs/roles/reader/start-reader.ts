import type { Shop } from '../shop';
import { applicationPool, applicationSessionOptions, SILENCE_MS_MAX } from '@firstwrite/postgres';
import type { EventStore } from '@firstwrite/event-store';
import type { Surroundings } from '@firstwrite/platform';
import { FollowedTokenKeys, Reader, TokenSigner } from '@firstwrite/reads';
import { feedOf, type CheckpointBoard } from '@firstwrite/feed';

export interface ReaderParts {
  readonly shop: Pick<Shop, 'model'>;
  readonly url: string;
  readonly store: EventStore;
  /** The board of the projector in this process, if there is one. */
  readonly board?: CheckpointBoard;
  /** Further startup options of its sessions: where the views are. */
  readonly sessionOptions?: string;
}

/** The reader that answers reads, and the signer of its tokens. */
export interface StartedReader {
  readonly reader: Reader;
  readonly tokens: TokenSigner;
}

const READER_CONNECTIONS = 8;

/** Answers reads from the views of a store. */
export async function startReader(
  { shop, url, store, board, sessionOptions = '' }: ReaderParts,
  { settings, shutdown }: Surroundings,
): Promise<StartedReader> {
  const pool = applicationPool({
    connectionString: url,
    max: READER_CONNECTIONS,
    options: `${applicationSessionOptions} ${sessionOptions}`,
    silenceMsMax: SILENCE_MS_MAX,
  });
  shutdown.started('reader connections', () => pool.end());
  const tokenKeys = await FollowedTokenKeys.load(pool, store.identity.storeId);
  shutdown.started('eras of tokens', () => tokenKeys.stop());
  const tokens = new TokenSigner(tokenKeys);
  const reader = new Reader({
    pool,
    feed: feedOf(store, shop.model),
    tokenKeys,
    signer: tokens,
    node: 'primary',
    readWaitMsMax: settings.READ_WAIT_MS_MAX,
    ...(board && { board }),
  });
  return { reader, tokens };
}
