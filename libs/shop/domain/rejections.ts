/** A command that the rules of the shop refuse. Nothing was written; `code` is stable and part of the API. */
export abstract class Rejection extends Error {
  abstract readonly code: string;
}

/** The aggregate that the command names does not exist. */
export class NotFoundError extends Rejection {
  readonly code = 'not-found';
  constructor(readonly resource: 'order' | 'product' | 'stock') {
    super(`there is no such ${resource}`);
  }
}
