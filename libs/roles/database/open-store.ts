import { PostgresEventStore, StoreUnavailableError } from '@firstwrite/event-store';
import { type ProblemCatalogue, requiredDatabaseUrl, type Surroundings, untilAvailable } from '@firstwrite/platform';

/** The store that a role works on. */
export interface OpenedStore {
  readonly url: string;
  readonly store: PostgresEventStore;
}

/**
 * Connects a role that has its own process to the store at DATABASE_URL. While the database is unavailable, the role
 * waits and answers that it is not ready; it never migrates.
 * @throws BadSettingError without a DATABASE_URL, and what `requireSchema` throws besides StoreUnavailableError
 */
export async function openStore(
  surroundings: Surroundings,
  requireSchema: (url: string) => Promise<void>,
  problems: ProblemCatalogue,
): Promise<OpenedStore> {
  const url = requiredDatabaseUrl(surroundings.settings);
  const part = {
    name: 'database',
    attempt: async () => {
      await requireSchema(url);
      return PostgresEventStore.connect({ url });
    },
    isAway: (error: unknown) => error instanceof StoreUnavailableError,
  };
  const store = await untilAvailable(surroundings, part, problems);
  surroundings.shutdown.started('event store', () => store.close());
  return { url, store };
}
