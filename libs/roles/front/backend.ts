import type { HealthPart } from '@firstwrite/platform';
import { Pool } from 'undici';

/** A role that the front sends requests to. */
export interface Backend {
  readonly name: 'command-api' | 'query-api';
  readonly url: string;
  readonly pool: Pool;
}

const CONNECTIONS_MAX = 1_000;
const CONNECT_MS_MAX = 2_000;
/** Above the longest wait that the settings allow (60 s) and an append's time limit (15 s): the role answers first. */
const ANSWER_MS_MAX = 90_000;
const READY_MS_MAX = 5_000;

/** A role by its URL; connections are made when they are needed, and kept. */
export function backendAt(name: Backend['name'], url: string): Backend {
  const pool = new Pool(url, {
    connections: CONNECTIONS_MAX,
    pipelining: 1,
    connect: { timeout: CONNECT_MS_MAX },
    headersTimeout: ANSWER_MS_MAX,
    bodyTimeout: ANSWER_MS_MAX,
  });
  return { name, url, pool };
}

/** Whether the role itself says that it is ready. */
export function readinessOf({ name, pool }: Backend): HealthPart {
  return {
    name,
    check: async () => {
      const reply = await pool.request({
        path: '/health/ready',
        method: 'GET',
        headersTimeout: READY_MS_MAX,
        bodyTimeout: READY_MS_MAX,
      });
      const text = await reply.body.text();
      if (reply.statusCode !== 200) throw new Error(text);
    },
  };
}
