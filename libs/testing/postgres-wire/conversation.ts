import { MessageReader, type WireMessage } from './message-reader';

/** What a client sends before it waits for an answer: one simple query, or all messages up to one Sync. */
export interface RoundTrip {
  /** The name of the prepared statement, or the beginning of the query. */
  readonly asks: string;
  readonly sql: string;
  /** All bytes that were sent for it, with the rows of its COPYs. */
  sentBytes: number;
  /** Statements that the server ran for it, including a failed one. */
  statements: number;
  /** Rows that came back. */
  rows: number;
  /** The error of the server, if there was one. */
  error?: string;
}

const BEGINNING_LENGTH_MAX = 40;

/** Reads one connection in both directions, and reports each round trip when it is answered. */
export class Conversation {
  private readonly fromClient = new MessageReader(true);
  private readonly fromServer = new MessageReader(false);
  private readonly prepared = new Map<string, string>();
  /** The round trips that are not answered yet, in order: the server answers each with one ReadyForQuery. */
  private readonly open: RoundTrip[] = [];
  private statement = '';
  private unsyncedBytes = 0;
  private latest: RoundTrip | undefined;

  constructor(private readonly ended: (roundTrip: RoundTrip) => void) {}

  sent(chunk: Buffer): void {
    for (const message of this.fromClient.read(chunk)) this.asked(message);
  }

  received(chunk: Buffer): void {
    for (const message of this.fromServer.read(chunk)) this.answered(message);
  }

  private asked({ type, body }: WireMessage): void {
    const bytes = body.length + 5;
    switch (type) {
      case 'Q':
        return this.begin({ asks: beginningOf(textAt(body, 0)), sql: textAt(body, 0), sentBytes: bytes });
      // CopyData and CopyDone follow the query that they belong to.
      case 'd':
      case 'c':
        if (this.latest) this.latest.sentBytes += bytes;
        return;
      case 'P':
        this.statement = textAt(body, 0);
        this.prepared.set(this.statement, textAt(body, Buffer.byteLength(this.statement) + 1));
        break;
      case 'B':
        // After the name of the portal.
        this.statement = textAt(body, Buffer.byteLength(textAt(body, 0)) + 1);
        break;
      case 'S': {
        const sql = this.prepared.get(this.statement) ?? '';
        const asks = this.statement === '' ? beginningOf(sql) : this.statement;
        this.begin({ asks, sql, sentBytes: this.unsyncedBytes + bytes });
        this.unsyncedBytes = 0;
        return;
      }
      // Describe, Execute, Close, Flush.
      case 'D':
      case 'E':
      case 'C':
      case 'H':
        break;
      // Messages that open or end a connection are not requests.
      default:
        return;
    }
    this.unsyncedBytes += bytes;
  }

  private begin(asked: Pick<RoundTrip, 'asks' | 'sql' | 'sentBytes'>): void {
    this.latest = { ...asked, statements: 0, rows: 0 };
    this.open.push(this.latest);
  }

  private answered({ type, body }: WireMessage): void {
    const [roundTrip] = this.open;
    // Before the first request the server sends facts about itself.
    if (!roundTrip) return;
    if (type === 'D') roundTrip.rows += 1;
    if (type === 'C' || type === 'E') roundTrip.statements += 1;
    if (type === 'E') roundTrip.error = body.toString('utf8').replaceAll('\0', ' ').trim();
    if (type !== 'Z') return;
    this.open.shift();
    this.ended(roundTrip);
  }
}

function textAt(body: Buffer, from: number): string {
  return body.toString('utf8', from, body.indexOf(0, from));
}

function beginningOf(sql: string): string {
  return sql.trim().split(/\s+/).slice(0, 4).join(' ').slice(0, BEGINNING_LENGTH_MAX);
}
