/** Another process is at work on the same view. */
export class RebuildRunningError extends Error {
  readonly code = 'rebuild-running';
  constructor(projection: string) {
    super(`the view of "${projection}" is being rebuilt or rolled back by another process`);
  }
}

/** Others kept a view's tables or checkpoints locked for so long that the swap was given up. Nothing changed. */
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

/** What was read back of the new rows is not what was folded. The live view is as it was. */
export class RowsDifferError extends Error {
  readonly code = 'rows-differ';
  constructor(projection: string, folded: string, stored: string) {
    super(`the new rows of "${projection}" are not what was folded (hash ${folded}, stored ${stored}): not swapped in`);
  }
}

/**
 * The view's table, or what the projection is to leave out, changed while a rebuild was at work. The live view is as
 * it was.
 */
export class ViewChangedError extends Error {
  readonly code = 'view-changed';
  constructor(projection: string, what: string) {
    super(`${what} while the view of "${projection}" was made again: not swapped in, run it again`);
  }
}

/** No rebuild left anything to go back to. */
export class NothingToRollBackError extends Error {
  readonly code = 'nothing-to-roll-back';
  constructor(projection: string) {
    super(`there is no view of "${projection}" from before a rebuild`);
  }
}
