/** One message of PostgreSQL's protocol 3: its type, a letter, and its body, without the length. */
export interface WireMessage {
  /** Empty for a message that opens a connection, which has no type. */
  readonly type: string;
  readonly body: Buffer;
}

const LENGTH_BYTES = 4;

/** Finds the messages of one direction of a connection, however they were cut into chunks. */
export class MessageReader {
  private rest: Buffer = Buffer.alloc(0);

  /** @param opens whether the first message has no type: true for a client's messages, false for a server's */
  constructor(private opens: boolean) {}

  /** The messages that a chunk completes. */
  *read(chunk: Buffer): Generator<WireMessage> {
    this.rest = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    for (;;) {
      const typeBytes = this.opens ? 0 : 1;
      if (this.rest.length < typeBytes + LENGTH_BYTES) return;
      // The length counts itself, and not the type.
      const end = typeBytes + this.rest.readInt32BE(typeBytes);
      if (this.rest.length < end) return;
      const type = this.rest.toString('latin1', 0, typeBytes);
      const body = this.rest.subarray(typeBytes + LENGTH_BYTES, end);
      this.rest = this.rest.subarray(end);
      this.opens = false;
      yield { type, body };
    }
  }
}
