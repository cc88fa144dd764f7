/** Another process is rebuilding or rolling back the same view. */
export class RebuildRunningError extends Error {
  readonly code = 'rebuild-running';
  constructor(projection: string) {
    super(`the view of "${projection}" is being rebuilt or rolled back by another process`);
  }
}

/**
 * The swap was given up, because other sessions kept the view's tables or checkpoints locked for too long. Nothing
 * changed.
 */
export class ViewLockedError extends Error {
  readonly code = 'view-locked';
  constructor(projection: string, cause: unknown) {
    super(
      `the view of "${projection}" could not be swapped in: ${cause instanceof Error ? cause.message : 'unknown'}`,
      {
        cause,
      },
    );
  }
}

/** The new rows, read back from the database, differ from the folded ones. The live view is unchanged. */
export class RowsDifferError extends Error {
  readonly code = 'rows-differ';
  constructor(projection: string, folded: string, stored: string) {
    super(
      `the new rows of "${projection}" differ from the folded ones (hash ${folded}, stored ${stored}): not swapped in`,
    );
  }
}

/**
 * The view's tables, or the events that are discarded for its projection, changed during a rebuild or rollback. The
 * live view is unchanged.
 */
export class ViewChangedError extends Error {
  readonly code = 'view-changed';
  constructor(projection: string, what: string) {
    super(`${what} while the view of "${projection}" was being made: not swapped in, run it again`);
  }
}

/** There is no view from before a rebuild. */
export class NothingToRollBackError extends Error {
  readonly code = 'nothing-to-roll-back';
  constructor(projection: string) {
    super(`there is no view of "${projection}" from before a rebuild`);
  }
}
