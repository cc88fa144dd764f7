import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { LocalServerError } from '../local-server-error';

/**
 * Linux gives outgoing connections ports from 32768 up (macOS: from 49152). A server must not use these: while it
 * restarts, a client that connects again could be given the port of the server, connect to itself, and block the
 * server.
 */
const PORT_MIN = 15_000;
const PORT_MAX = 32_000;
const PORTS_TRIED_MAX = 100;
const STARTS_MAX = 5;

/** The ports that earlier calls returned: their servers may not have bound them yet. */
const given = new Set<number>();

/** A port of 127.0.0.1 that was free a moment ago, and that no earlier call returned. */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < PORTS_TRIED_MAX; attempt++) {
    const port = randomInt(PORT_MIN, PORT_MAX);
    if (given.has(port)) continue;
    given.add(port);
    if (await canListen(port)) return port;
  }
  throw new Error(`none of ${PORTS_TRIED_MAX} ports between ${PORT_MIN} and ${PORT_MAX} is free`);
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * Runs `start`, which chooses free ports and starts servers on them. Another program may take a port before the server
 * binds it; then `start` is run again.
 * @param portTaken matches the line with which a server reports a port that is taken
 */
export async function onFreePorts<Started>(start: () => Promise<Started>, portTaken: RegExp): Promise<Started> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start();
    } catch (error) {
      if (attempt >= STARTS_MAX || !isPortTaken(error, portTaken)) throw error;
    }
  }
}

/** Whether a server did not start because another program had taken its port. */
export function isPortTaken(error: unknown, portTaken: RegExp): boolean {
  return error instanceof LocalServerError && error.details.some((line) => portTaken.test(line));
}
