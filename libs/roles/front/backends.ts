import type { HealthPart } from '@firstwrite/platform';
import { Agent } from 'undici';

/** Where the two APIs are. */
export interface BackendUrls {
  readonly commands: string;
  readonly queries: string;
}

/** A role that the front sends requests to. */
export interface Backend {
  readonly name: 'command-api' | 'query-api';
  readonly url: string;
}

const CONNECTIONS_MAX = 1_000;
const CONNECT_MS_MAX = 2_000;
/** Above the longest wait that the settings allow (60 s) and an append's time limit (15 s): the role answers first. */
const ANSWER_MS_MAX = 90_000;
const READY_MS_MAX = 5_000;

/** The two roles behind the front, and the connections to them: made when they are needed, and kept. */
export class Backends {
  readonly connections = new Agent({
    connections: CONNECTIONS_MAX,
    pipelining: 1,
    connect: { timeout: CONNECT_MS_MAX },
    headersTimeout: ANSWER_MS_MAX,
    bodyTimeout: ANSWER_MS_MAX,
  });
  private readonly commands: Backend;
  private readonly queries: Backend;

  constructor({ commands, queries }: BackendUrls) {
    this.commands = { name: 'command-api', url: commands };
    this.queries = { name: 'query-api', url: queries };
  }

  /** GET and HEAD are questions; every other method is a command. */
  serving(method: string): Backend {
    return method === 'GET' || method === 'HEAD' ? this.queries : this.commands;
  }

  /** For each role, whether it says itself that it is ready. */
  readiness(): HealthPart[] {
    return [this.commands, this.queries].map(({ name, url }) => ({ name, check: () => this.checkReadiness(url) }));
  }

  close(): Promise<void> {
    return this.connections.close();
  }

  private async checkReadiness(url: string): Promise<void> {
    const { statusCode, body } = await this.connections.request({
      origin: url,
      path: '/health/ready',
      method: 'GET',
      headersTimeout: READY_MS_MAX,
      bodyTimeout: READY_MS_MAX,
    });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(text);
  }
}
