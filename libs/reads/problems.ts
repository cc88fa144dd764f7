import type { ProblemKind } from '@firstwrite/platform';

/** The problems that a read, its token and its cursor can be answered with, whatever it reads. */
export const readProblems: readonly ProblemKind[] = [
  {
    code: 'invalid-token',
    status: 400,
    title: 'The Consistency-Token is broken or foreign',
    when: 'The token was changed, or comes from another store.',
    action: 'Copy the header unchanged from a reply of this service, or leave it out.',
  },
  {
    code: 'invalid-cursor',
    status: 400,
    title: 'The cursor is broken or belongs to another list',
    when: 'The cursor was changed, or is used with other filters than it was made with.',
    action: 'Start again without a cursor, or repeat the filters.',
  },
  {
    code: 'not-fresh-enough',
    status: 503,
    title: 'The views are behind what was asked for',
    when: 'The freshness asked for was not reached within the wait limit.',
    action: 'Wait for Retry-After, or ask for a weaker Consistency.',
  },
];
