import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { LocalServerError } from '../local-server-error';

/**
 * Below 32768, where Linux starts to hand out ports for outgoing connections (macOS: 49152). From that range a client that
 * retries while the server restarts could be given the server's own port, connect to itself, and keep the server out.
 */
const PORT_MIN = 15_000;
const PORT_MAX = 32_000;
const PORTS_TRIED_MAX = 100;
const STARTS_MAX = 5;

/** A port of 127.0.0.1 that was free a moment ago. */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < PORTS_TRIED_MAX; attempt++) {
    const port = randomInt(PORT_MIN, PORT_MAX);
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
 * Starts on ports that `start` finds free, and on others when another program takes one before the server binds it: then a line
 * of the failed start matches `portTaken`.
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

export function isPortTaken(error: unknown, portTaken: RegExp): boolean {
  return error instanceof LocalServerError && error.details.some((line) => portTaken.test(line));
}
