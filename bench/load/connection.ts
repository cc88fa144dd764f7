import { connect, type Socket } from 'node:net';

const HEADER_END = Buffer.from('\r\n\r\n');

/** An answer: its status and its body. */
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/**
 * One kept-alive HTTP/1.1 connection with one request at a time, for answers with a Content-Length. The load shares the
 * cores with the service that it measures. A request by this class needs half the CPU time of a request by a maintained
 * load tool, and less than by a full HTTP client.
 */
export class Connection {
  private pending: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;
  private received: Buffer = Buffer.alloc(0);

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.take(bytes));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('the connection was closed')));
  }

  static async open(address: string): Promise<Connection> {
    const { hostname, port } = new URL(address);
    const socket = connect({ host: hostname, port: Number(port) });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return new Connection(socket);
  }

  /** Sends a whole request with its headers. @throws when the connection breaks before the answer is complete */
  exchange(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.pending = { resolve, reject };
      this.socket.write(request);
    });
  }

  close(): void {
    this.pending = undefined;
    this.socket.destroy();
  }

  private take(bytes: Buffer): void {
    this.received = this.received.length === 0 ? bytes : Buffer.concat([this.received, bytes]);
    const headerLength = this.received.indexOf(HEADER_END);
    if (headerLength < 0) return;
    const header = this.received.toString('latin1', 0, headerLength);
    const length = /\r\ncontent-length: *(\d+)/i.exec(header)?.[1];
    if (length === undefined) return this.fail(new Error(`an answer without Content-Length: ${header.slice(0, 100)}`));
    const bodyAt = headerLength + HEADER_END.length;
    const end = bodyAt + Number(length);
    if (this.received.length < end) return;
    const answer = { status: Number(header.slice(9, 12)), body: this.received.subarray(bodyAt, end) };
    this.received = Buffer.alloc(0);
    const { pending } = this;
    this.pending = undefined;
    pending?.resolve(answer);
  }

  private fail(error: Error): void {
    const { pending } = this;
    this.pending = undefined;
    this.socket.destroy();
    pending?.reject(error);
  }
}

/** The complete text of a POST of JSON, as {@link Connection} sends it. */
export function postOf({ host, path }: { host: string; path: string }): (key: string, body: string) => string {
  const head = `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nIdempotency-Key: `;
  return (key, body) => `${head}${key}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
