import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request as the service saw it. */
export interface SeenRequest {
  readonly path: string;
  readonly key: string;
  readonly body: unknown;
  /** How often this path and key came before. */
  readonly earlier: number;
}

/** What to answer; `hang up` breaks the connection instead. */
export type Answer =
  'hang up' | { status: number; headers?: Record<string, string>; problem?: { code: string; detail?: string } };

export const created: Answer = { status: 201 };
export const replayed: Answer = { status: 201, headers: { 'idempotency-replayed': 'true' } };
export const busy: Answer = { status: 429, headers: { 'retry-after': '0' }, problem: { code: 'overloaded' } };
export const insufficientStock: Answer = { status: 409, problem: { code: 'insufficient-stock' } };

/** A real HTTP server that answers as a test says, and keeps the requests that it got. */
export class CannedService {
  readonly seen: SeenRequest[] = [];
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  constructor(private readonly answerTo: (request: SeenRequest) => Answer) {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const [path, key] = [request.url ?? '', String(request.headers['idempotency-key'])];
        const earlier = this.seen.filter((seen) => seen.path === path && seen.key === key).length;
        const seen: SeenRequest = { path, key, body: JSON.parse(Buffer.concat(chunks).toString()), earlier };
        this.seen.push(seen);
        write(this.answerTo(seen), response);
      });
    });
    this.server.on('connection', (socket) => this.sockets.add(socket));
  }

  /** How many connections were ever opened. */
  get connectionCount(): number {
    return this.sockets.size;
  }

  /** The keys of the requests, sorted, because several connections send them in any order. */
  get keys(): string[] {
    return this.seen.map(({ key }) => key).sort();
  }

  async start(port = 0): Promise<URL> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    return new URL(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}`);
  }

  /** Behaves like a killed process: every connection breaks, then nothing listens. */
  async kill(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
  }
}

function write(answer: Answer, response: ServerResponse): void {
  if (answer === 'hang up') {
    response.socket?.destroy();
    return;
  }
  const type = answer.problem ? 'application/problem+json' : 'application/json';
  response.writeHead(answer.status, { 'content-type': type, ...answer.headers });
  response.end(JSON.stringify(answer.problem ?? { orderId: '00000000-0000-8000-8000-000000000000' }));
}
