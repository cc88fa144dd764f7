import type { Connection, Submittable } from 'pg';

interface RowField {
  readonly name: string;
}

/** What a server says beside its answer. */
interface Notice {
  readonly routine?: string;
  readonly message?: string;
}

/**
 * The transaction was committed on the primary, and the wait for its synchronous standby was cancelled: a promotion of
 * that standby can lose the transaction. The server reports such a commit as a success, with a warning.
 */
export class UnreplicatedCommitError extends Error {
  readonly code = 'unreplicated-commit';
}

/** The server's function that warns of it. The warning's text depends on a language, and its code is a general one. */
const WAIT_FOR_STANDBY = 'SyncRepWaitForLSN';

/** A simple query, and the rows of each COPY in it, in the order of the COPYs, in PostgreSQL's text format. */
export interface CopyStatement {
  readonly sql: string;
  readonly copies: readonly string[];
}

/**
 * Sends a simple query and the data of each COPY in it as one write: Query, then CopyData and CopyDone for each COPY.
 * The server reads the data when it comes to the COPY, or drops it when an earlier statement failed; either way it
 * answers once, with ReadyForQuery. The whole query is one transaction.
 *
 * The driver drops its active query on an error, so `handleError` settles, and a later `handleReadyForQuery` changes
 * nothing.
 */
export class SingleWriteQuery<Row extends object = Record<string, string>> implements Submittable {
  /**
   * The last row of the last statement that returns rows; undefined if it returned none. In a simple query every column
   * comes as text.
   * @throws UnreplicatedCommitError
   */
  readonly finished: Promise<Row | undefined>;
  private settle!: { resolve: (row: Row | undefined) => void; reject: (error: Error) => void };
  private fields: readonly RowField[] = [];
  private lastRow: Row | undefined;
  private connection: Connection | undefined;
  private warning: Notice | undefined;
  private readonly heed = (notice: Notice): void => {
    if (notice.routine === WAIT_FOR_STANDBY) this.warning = notice;
  };

  constructor(private readonly statement: CopyStatement) {
    this.finished = new Promise((resolve, reject) => (this.settle = { resolve, reject }));
  }

  submit(connection: Connection): void {
    const { stream } = connection as unknown as { stream: NodeJS.WritableStream };
    this.connection = connection.on('notice', this.heed);
    stream.write(frame(this.statement));
  }

  handleRowDescription({ fields }: { fields: readonly RowField[] }): void {
    this.fields = fields;
    this.lastRow = undefined;
  }

  handleDataRow({ fields }: { fields: readonly string[] }): void {
    this.lastRow = Object.fromEntries(this.fields.map(({ name }, at) => [name, fields[at] ?? ''])) as Row;
  }

  handleReadyForQuery(): void {
    this.connection?.off('notice', this.heed);
    if (this.warning) this.settle.reject(new UnreplicatedCommitError(this.warning.message));
    else this.settle.resolve(this.lastRow);
  }

  handleError(error: Error): void {
    this.connection?.off('notice', this.heed);
    this.settle.reject(error);
  }

  handleCommandComplete(): void {}
  handleCopyInResponse(): void {}
  handleEmptyQuery(): void {}
}

const HEADER_BYTES = 5;

function frame({ sql, copies }: CopyStatement): Buffer {
  const sqlBytes = Buffer.byteLength(sql) + 1;
  const copyBytes = copies.map((copy) => Buffer.byteLength(copy));
  const bytes = copyBytes.reduce((sum, length) => sum + length + 2 * HEADER_BYTES, HEADER_BYTES + sqlBytes);
  const buffer = Buffer.allocUnsafe(bytes);
  let at = writeHeader(buffer, 0, 'Q', sqlBytes);
  at += buffer.write(sql, at);
  at = buffer.writeUInt8(0, at);
  copies.forEach((copy, index) => {
    at = writeHeader(buffer, at, 'd', copyBytes[index] ?? 0);
    at += buffer.write(copy, at);
    at = writeHeader(buffer, at, 'c', 0);
  });
  return buffer;
}

/** Writes a message's type and its length, which includes the length itself. @returns the offset of its body */
function writeHeader(buffer: Buffer, at: number, type: string, bodyBytes: number): number {
  buffer.write(type, at);
  return buffer.writeInt32BE(bodyBytes + 4, at + 1);
}
