import type { IdempotencyKey, IdempotencyRow } from '@firstwrite/event-store';
import type { Answer, Settled, Submission } from './decision';
import { IdempotencyKeyReusedError } from '../errors';
import { compareExpectations } from '../conflict/expectation';
import type { WorkingSet } from './working-set';

/** A submission, and the promise of its answer. */
export interface Waiting extends Submission<unknown, unknown> {
  readonly resolve: (settled: Settled<unknown>) => void;
  readonly reject: (error: unknown) => void;
}

/** The outcome of a command once its batch has committed. */
export type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer<unknown>; readonly replayed: boolean; readonly wrote: boolean }
  | { readonly kind: 'refusal'; readonly error: unknown };

/** The idempotency rows that a batch knows: the loaded rows, and the rows that it will write. */
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
  /** The expiry of a row that is written now; null: never. */
  readonly expiresAtMs: number | null;
}

/** Settles one command: first a known key answers, then the caller's expectations are compared, then it is decided. */
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

/** Writes the key of a no-op too: if it is repeated when it would have an effect, it must still change nothing. */
function writeKey({ idempotency }: Waiting, { keys, expiresAtMs }: SettleContext, answer: Answer<unknown>): void {
  if (!idempotency) return;
  const { key, fingerprint } = idempotency;
  keys.write({ ...key, fingerprint, outcome: answer, expiresAtMs });
}
