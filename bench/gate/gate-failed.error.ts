/** The database does not hold what the answers promised: the cell has no figure. */
export class GateFailedError extends Error {}
