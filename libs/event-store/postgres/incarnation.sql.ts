/** Gives a row if the store is incarnation `$1` now. */
export const incarnationSql = 'select 1 from store where era = current_era() and incarnation::text = $1';
