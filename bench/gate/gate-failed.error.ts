/** The database is not what the answers promised: the cell is not reported. */
export class GateFailedError extends Error {}
