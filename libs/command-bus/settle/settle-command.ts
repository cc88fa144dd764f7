import type { IdempotencyKey, IdempotencyRow } from '@firstwrite/event-store';
import type { Answer, Settled, Submission } from './decision';
import { IdempotencyKeyReusedError } from '../errors';
import { compareExpectations } from '../conflict/expectation';
import type { WorkingSet } from './working-set';

/** A submission that waits for its answer. */
export interface Waiting extends Submission<unknown, unknown> {
  readonly resolve: (settled: Settled<unknown>) => void;
  readonly reject: (error: unknown) => void;
}

/** What a command comes to once its batch has committed. */
export type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer<unknown>; readonly replayed: boolean; readonly wrote: boolean }
  | { readonly kind: 'refusal'; readonly error: unknown };

/** The idempotency rows that are known to a batch: as loaded, and those that it will write itself. */
export class KnownKeys {
  private readonly known = new Map<string, IdempotencyRow | undefined>();
  readonly written: IdempotencyRow[] = [];

  has(key: IdempotencyKey): boolean {
    return this.known.has(nameOf(key));
  }

  add(key: IdempotencyKey, row: IdempotencyRow | undefined): void {
    this.known.set(nameOf(key), row);
  }

  get(key: IdempotencyKey): IdempotencyRow | undefined {
    return this.known.get(nameOf(key));
  }

  write(row: IdempotencyRow): void {
    this.known.set(nameOf(row), row);
    this.written.push(row);
  }
}

function nameOf({ stream, scope, operation, key }: IdempotencyKey): string {
  return `${stream} ${scope} ${operation} ${key}`;
}

export interface SettleContext {
  readonly states: WorkingSet;
  readonly keys: KnownKeys;
  /** When a row that is written now expires; null: never. */
  readonly expiresAtMs: number | null;
}

/** The one procedure by which a command is settled: known key, the caller's expectations, the decision. */
export function settleCommand(waiting: Waiting, streams: readonly string[], context: SettleContext): Outcome {
  const { decision, command, expectations, metadata } = waiting;
  const { states } = context;
  try {
    const repeated = repeatedAnswer(waiting, context);
    if (repeated) {
      states.restOn(streams.slice(0, 1));
      return { kind: 'answer', answer: repeated, replayed: true, wrote: false };
    }
    compareExpectations(expectations, (stream) => states.versionOf(stream));
    const { answer, wrote } = states.attempt(() => {
      const changes = decision.decide(command, states);
      states.apply(changes, metadata);
      const wrote = changes.some(({ events }) => events.length > 0);
      return { answer: decision.answer(command, states), wrote };
    });
    states.restOn(streams);
    writeKey(waiting, context, answer);
    return { kind: 'answer', answer, replayed: false, wrote };
  } catch (error) {
    states.restOn(streams);
    return { kind: 'refusal', error };
  }
}

function repeatedAnswer(
  { decision, command, idempotency }: Waiting,
  { states, keys }: SettleContext,
): Answer<unknown> | undefined {
  const row = idempotency && keys.get(idempotency.key);
  if (!row) return decision.repeated?.(command, states);
  if (row.fingerprint !== idempotency.fingerprint) throw new IdempotencyKeyReusedError();
  return row.outcome as Answer<unknown>;
}

/** A no-op's too: repeated later, when it would be none, it must still change nothing. */
function writeKey({ idempotency }: Waiting, { keys, expiresAtMs }: SettleContext, answer: Answer<unknown>): void {
  if (!idempotency) return;
  const { key, fingerprint } = idempotency;
  keys.write({ ...key, fingerprint, outcome: answer, expiresAtMs });
}
