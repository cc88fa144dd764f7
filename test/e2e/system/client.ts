import { Pool } from 'undici';
import type { ReplyBody } from './reply-body';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The text as parsed JSON; an empty object if it is not JSON. */
  readonly body: ReplyBody;
}

export interface RequestOptions {
  /** A body that is sent as JSON. */
  readonly json?: unknown;
  /** A body that is sent unchanged. */
  readonly text?: string | Buffer;
  /** The Idempotency-Key header. */
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
}

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

const clients = new Set<Client>();

/** Closes the connections of all clients, including those of failed tests. */
export async function closeClients(): Promise<void> {
  await Promise.all([...clients].map((client) => client.close()));
}

/** An HTTP client that hides nothing: it does not retry, and a status is never an error. */
export class Client {
  private readonly pool: Pool;

  constructor(address: string, connections = 64) {
    this.pool = new Pool(address, { connections, pipelining: 1, headersTimeout: 60_000, bodyTimeout: 60_000 });
    clients.add(this);
  }

  async request(method: Method, path: string, { json, text, key, headers }: RequestOptions = {}): Promise<Reply> {
    const body = text ?? (json === undefined ? null : JSON.stringify(json));
    const reply = await this.pool.request({
      method,
      path,
      body,
      headers: {
        ...(body !== null && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...headers,
      },
    });
    const received = await reply.body.text();
    const single = Object.entries(reply.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
    return {
      status: reply.statusCode,
      headers: Object.fromEntries(single) as Record<string, string>,
      text: received,
      body: parsed(received),
    };
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    return this.request('GET', path, { headers });
  }

  post(path: string, json?: unknown, options: RequestOptions = {}): Promise<Reply> {
    return this.request('POST', path, { json, ...options });
  }

  async close(): Promise<void> {
    clients.delete(this);
    await this.pool.destroy();
  }
}

function parsed(text: string): ReplyBody {
  try {
    return JSON.parse(text) as ReplyBody;
  } catch {
    return {} as ReplyBody;
  }
}
