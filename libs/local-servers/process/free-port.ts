import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { LocalServerError } from '../local-server-error';

/**
 * Below 32768, where Linux starts to hand out ports for outgoing connections (macOS: 49152). From that range a client that
 * retries while the server restarts could be given the server's own port, connect to itself, and keep the server out.
 */
const portMin = 15_000;
const portMax = 32_000;
const attemptsMax = 100;
const startsMax = 5;

/** A port of 127.0.0.1 that was free a moment ago. */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const port = randomInt(portMin, portMax);
    if (await canListen(port)) return port;
  }
  throw new Error(`none of ${attemptsMax} ports between ${portMin} and ${portMax} is free`);
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
      if (attempt >= startsMax || !isPortTaken(error, portTaken)) throw error;
    }
  }
}

export function isPortTaken(error: unknown, portTaken: RegExp): boolean {
  return error instanceof LocalServerError && error.details.some((line) => portTaken.test(line));
}
