import { applicationPool, keyedSessionOptions, type EventStore } from '@firstwrite/event-store';
import { watchProjections } from '@firstwrite/platform';
import { loadTokenKeys, Projector, projectorSessionOptions, Reader, TokenSigner } from '@firstwrite/read-model';
import { snapshotSchemaVersions } from '../../command-api/src/model';
import type { Surroundings } from './surroundings';

export interface ReadModel {
  readonly projector: Projector;
  readonly reader: Reader;
  readonly tokens: TokenSigner;
}

const READER_CONNECTIONS = 8;
/** A server that is frozen is one that does not answer: the connection is given up. */
const QUERY_MS_MAX = 15_000;
/** One for each projection, and one to ask how far they are. */
const PROJECTOR_CONNECTIONS = 5;

/** The views of a store: a projector that keeps them, and a reader that answers from them. */
export async function startReadModel(
  { url, store }: { readonly url: string; readonly store: EventStore },
  { settings, logger, metrics, shutdown }: Surroundings,
): Promise<ReadModel> {
  const { storeId } = store.identity;
  const pool = applicationPool({ connectionString: url, max: READER_CONNECTIONS, query_timeout: QUERY_MS_MAX });
  shutdown.started('reader connections', () => pool.end());
  const tokenKeys = await loadTokenKeys(pool, storeId);
  const tokens = new TokenSigner(tokenKeys);

  const options = `${keyedSessionOptions} ${projectorSessionOptions}`;
  const projectorPool = applicationPool({
    connectionString: url,
    max: PROJECTOR_CONNECTIONS,
    options,
    query_timeout: QUERY_MS_MAX,
  });
  shutdown.started('projector connections', () => projectorPool.end());
  const projector = new Projector({ pool: projectorPool, feed: store, storeId, log: logger });
  watchProjections(metrics, () => projector.lag());
  projector.start();
  shutdown.started('projections', () => projector.stop());

  const reader = new Reader({
    pool,
    feed: store,
    tokenKeys,
    signer: tokens,
    node: 'primary',
    board: projector.board,
    readWaitMsMax: settings.READ_WAIT_MS_MAX,
    snapshotSchemaVersions: snapshotSchemaVersions(),
  });
  return { projector, reader, tokens };
}
