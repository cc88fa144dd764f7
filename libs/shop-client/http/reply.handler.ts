import type { Dispatcher } from 'undici';
import { type ApiReply, parseProblem } from './api-request';

type Headers = Record<string, string | string[] | undefined>;

/** A problem is a few hundred bytes; a longer body is cut, and then has no code. */
const problemBytesMax = 65_536;

/** Collects one reply with the least work: the body of a success is dropped unread. */
export class ReplyHandler implements Dispatcher.DispatchHandler {
  private status = 0;
  private headers: Headers = {};
  private chunks: Buffer[] | undefined;
  private bytes = 0;

  constructor(
    private readonly resolve: (reply: ApiReply) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  onRequestStart(): void {}

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    this.status = status;
    this.headers = headers;
    if (status >= 400) this.chunks = [];
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.chunks || (this.bytes += chunk.length) > problemBytesMax) return;
    this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    const retryAfter = this.headers['retry-after'];
    this.resolve({
      status: this.status,
      replayed: this.headers['idempotency-replayed'] === 'true',
      ...(typeof retryAfter === 'string' && { retryAfter }),
      ...(this.chunks && { problem: parseProblem(Buffer.concat(this.chunks).toString()) }),
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.reject(error);
  }
}
