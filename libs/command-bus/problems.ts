import type { ProblemKind } from '@firstwrite/platform';
import type { VersionConflictError } from './conflict/expectation';
import type { OutcomeUnknownError } from './errors';

/** The problems that any write can be answered with. */
export const commandProblems: readonly ProblemKind[] = [
  {
    code: 'version-conflict',
    status: 409,
    title: 'Somebody else was first',
    when:
      'The version that was decided on is no longer current; `conflicts` has the current one and the unseen events. ' +
      '412 when If-Match said so.',
    action: 'Look at what happened and decide again.',
    exception: {
      status: 412,
      reason: 'If-Match is stale',
      holds: ({ source }: VersionConflictError) => source === 'if-match',
    },
    members: ({ conflicts }: VersionConflictError) => ({
      conflicts: conflicts.map(({ unseenEvents, ...conflict }) => ({
        ...conflict,
        unseenEvents: unseenEvents.map(({ version, type, data, recordedAtMs }) => ({
          version,
          type,
          data,
          recordedAt: new Date(recordedAtMs).toISOString(),
        })),
      })),
    }),
  },
  {
    code: 'request-in-flight',
    status: 409,
    title: 'The same request is still being decided',
    when: 'An earlier request with this Idempotency-Key has not ended within the wait limit.',
    action: 'Send it again with the same key.',
  },
  {
    code: 'idempotency-key-reused',
    status: 422,
    title: 'The Idempotency-Key was used with another request',
    when: 'The same key came with another body.',
    action: 'Use a new key for a new request.',
  },
  {
    code: 'overloaded',
    status: 429,
    title: 'Too many commands are waiting',
    when: 'The queue of commands is full to 0.8 and not yet down to 0.6 again.',
    action: 'Wait for Retry-After and send it again.',
  },
  {
    code: 'outcome-unknown',
    status: 503,
    title: 'It is not known whether the write was done',
    when: 'The connection was lost while the command was being committed.',
    action:
      'Send the same request with the same Idempotency-Key: that settles it. Without a key, read the resource; ' +
      'the problem names it where its id is known.',
    members: ({ subject }: Partial<OutcomeUnknownError>) => ({ ...subject }),
  },
];
