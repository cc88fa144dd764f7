import type { Connection, Submittable } from 'pg';

interface RowField {
  readonly name: string;
}

/**
 * A simple query, with the data that its COPY asks for, sent as one write: Query, CopyData, CopyDone. The server reads the data
 * when it comes to the COPY, or drops it when it failed before; either way it answers once, with ReadyForQuery.
 *
 * The driver drops its active query on an error: hence `handleError` settles, and a later `handleReadyForQuery` changes nothing.
 */
export class SingleWriteQuery implements Submittable {
  readonly finished: Promise<Record<string, string> | undefined>;
  private settle!: { resolve: (row: Record<string, string> | undefined) => void; reject: (error: Error) => void };
  private fields: readonly RowField[] = [];
  private lastRow: Record<string, string> | undefined;

  constructor(
    private readonly sql: string,
    private readonly copyData: string | undefined,
  ) {
    this.finished = new Promise((resolve, reject) => (this.settle = { resolve, reject }));
  }

  submit(connection: Connection): void {
    const { stream } = connection as unknown as { stream: NodeJS.WritableStream };
    stream.write(frame(this.sql, this.copyData));
  }

  handleRowDescription({ fields }: { fields: readonly RowField[] }): void {
    this.fields = fields;
  }

  handleDataRow({ fields }: { fields: readonly string[] }): void {
    this.lastRow = Object.fromEntries(this.fields.map(({ name }, at) => [name, fields[at] ?? '']));
  }

  handleReadyForQuery(): void {
    this.settle.resolve(this.lastRow);
  }

  handleError(error: Error): void {
    this.settle.reject(error);
  }

  handleCommandComplete(): void {}
  handleCopyInResponse(): void {}
  handleEmptyQuery(): void {}
}

const HEADER_BYTES = 5;

function frame(sql: string, copyData: string | undefined): Buffer {
  const sqlBytes = Buffer.byteLength(sql);
  const copyBytes = copyData === undefined ? 0 : Buffer.byteLength(copyData);
  const queryLength = HEADER_BYTES + sqlBytes + 1;
  const copyLength = copyData === undefined ? 0 : HEADER_BYTES + copyBytes + HEADER_BYTES;
  const buffer = Buffer.allocUnsafe(queryLength + copyLength);
  writeHeader(buffer, 0, 'Q', sqlBytes + 1);
  buffer.write(sql, HEADER_BYTES);
  buffer[HEADER_BYTES + sqlBytes] = 0;
  if (copyData !== undefined) {
    writeHeader(buffer, queryLength, 'd', copyBytes);
    buffer.write(copyData, queryLength + HEADER_BYTES);
    writeHeader(buffer, queryLength + HEADER_BYTES + copyBytes, 'c', 0);
  }
  return buffer;
}

/** A message's type and its length, which counts itself. */
function writeHeader(buffer: Buffer, at: number, type: string, bodyBytes: number): void {
  buffer.write(type, at);
  buffer.writeInt32BE(bodyBytes + 4, at + 1);
}
