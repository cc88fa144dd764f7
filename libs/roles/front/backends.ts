import type { HealthPart } from '@firstwrite/platform';
import { Agent } from 'undici';

/** The addresses of command-api and query-api. */
export interface BackendUrls {
  readonly commands: string;
  readonly queries: string;
}

/** A role behind the front. */
export interface Backend {
  readonly name: 'command-api' | 'query-api';
  readonly url: string;
}

const CONNECTIONS_MAX = 1_000;
const CONNECT_MS_MAX = 2_000;
/**
 * Above the longest wait that the settings allow (60 s) plus the time limit of an append (15 s): the role answers
 * first.
 */
const ANSWER_MS_MAX = 90_000;
const READY_MS_MAX = 5_000;

/** The two roles behind the front, and the pool of connections to them. */
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

  /** Returns query-api for GET and HEAD, command-api for every other method. */
  serving(method: string): Backend {
    return method === 'GET' || method === 'HEAD' ? this.queries : this.commands;
  }

  /** Returns a health part for each role, which asks the role whether it is ready. */
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
