import { DatabaseError } from 'pg';
import { AppendError, type AppendFailure } from '../errors';
import { CONFIRM_FAILED, GUARD_FAILED, INCARNATION_CHANGED, PREDECESSOR_MISSING } from './append.sql';

/**
 * What an error of the append's connection means. Conflicts are recognized by SQLSTATE and the constraint's name, never
 * by the message text.
 */
export function appendErrorOf(error: unknown): AppendError {
  const failure = error instanceof DatabaseError ? failureOf(error) : 'unknown';
  return new AppendError(failure, error instanceof Error ? error.message : String(error), error);
}

function failureOf({ code = '', constraint }: DatabaseError): AppendFailure {
  if (code === '23505' && constraint === 'event_pkey') return 'fence';
  if (code === PREDECESSOR_MISSING) return 'fence';
  if (code === '23505' && constraint === 'idempotency_pkey') return 'key';
  if (code === CONFIRM_FAILED) return 'confirm';
  if (code === INCARNATION_CHANGED) return 'promoted';
  if (code === GUARD_FAILED) return 'superseded';
  if (code === '40P01') return 'deadlock';
  if (code === '55P03') return 'lock-timeout';
  // Also 54: a row or index entry beyond the server's limits.
  if (code.startsWith('22') || code.startsWith('54')) return 'data';
  // The server ended the session; whether it committed before that is not known.
  if (code.startsWith('57P') || code.startsWith('08')) return 'unknown';
  return 'unavailable';
}
