/** The store does not have the events between a row and a later event of its stream. */
export class MissingEventsError extends Error {
  readonly code = 'missing-events';
  constructor(stream: string, version: number) {
    super(`${stream}: no events up to version ${version} in the store`);
  }
}
