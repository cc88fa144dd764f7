/**
 * The role that every pool of the service works as. It may SELECT, and INSERT the columns that it may set; it owns nothing. One
 * name in a server: roles belong to the cluster, not to a database.
 */
export const APPLICATION_ROLE = 'firstwrite_app';

/** Startup options of every connection of the service. */
export const applicationSessionOptions = [
  `role=${APPLICATION_ROLE}`,
  // A plan made when a table was empty would scan it for ever.
  'plan_cache_mode=force_custom_plan',
  // A frozen writer on one stream must not silence the lane: the append fails, and is split.
  'lock_timeout=2000',
  // An abandoned transaction would hold back the feed's horizon.
  'idle_in_transaction_session_timeout=10000',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');
