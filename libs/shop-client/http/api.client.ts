import { Pool } from 'undici';
import type { ApiReply, ApiRequest } from './api-request';
import { ReplyHandler } from './reply.handler';

const connectTimeoutMs = 5_000;
/** The waits of the service itself are shorter than this, so a later reply will not come. */
const replyTimeoutMs = 30_000;

/** Sends requests to one service over a fixed number of connections that are kept open. */
export class ApiClient {
  private readonly pool: Pool;
  private readonly pathPrefix: string;

  constructor(url: URL, connections: number) {
    this.pathPrefix = url.pathname.replace(/\/+$/, '');
    this.pool = new Pool(url.origin, {
      connections,
      pipelining: 1,
      connect: { timeout: connectTimeoutMs },
      headersTimeout: replyTimeoutMs,
      bodyTimeout: replyTimeoutMs,
    });
  }

  /** Sends a request once. Rejects when no whole reply came: the effect of the request is then unknown. */
  send(request: ApiRequest): Promise<ApiReply> {
    return new Promise((resolve, reject) => {
      this.pool.dispatch(
        {
          method: 'POST',
          path: this.pathPrefix + request.path,
          headers: ['content-type', 'application/json', 'idempotency-key', request.idempotencyKey],
          body: request.body,
        },
        new ReplyHandler(resolve, reject),
      );
    });
  }

  /** Closes every connection; requests in flight are abandoned. */
  async close(): Promise<void> {
    await this.pool.destroy();
  }
}
