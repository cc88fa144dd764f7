/**
 * The role that every pool of the service works as. It may SELECT, and INSERT the columns that it may set; it owns
 * nothing. Its name is the same in every database of a server, because roles belong to the server.
 */
export const APPLICATION_ROLE = 'firstwrite_app';

const SESSION_SETTINGS = [
  `role=${APPLICATION_ROLE}`,
  // A frozen writer on one stream must not block the lane: the append fails, and its batch is split.
  'lock_timeout=2000',
  // An abandoned transaction would hold back the feed's horizon.
  'idle_in_transaction_session_timeout=10000',
];

/**
 * Startup options of sessions with many kinds of queries. No plan is cached: a plan made for an empty table would scan
 * the table for ever.
 */
export const applicationSessionOptions = optionsOf([...SESSION_SETTINGS, 'plan_cache_mode=force_custom_plan']);

/**
 * Startup options of sessions that reach every row by its key, with arrays as parameters: each statement is planned
 * once, for an index, whatever the size of the table, instead of at each execution. (`npm run bench` shows the
 * difference.)
 */
export const keyedSessionOptions = optionsOf([
  ...SESSION_SETTINGS,
  'plan_cache_mode=force_generic_plan',
  'enable_seqscan=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
]);

function optionsOf(settings: readonly string[]): string {
  return settings.map((setting) => `-c ${setting}`).join(' ');
}
